package dev.touchstone.op;

/** {@code e^x}. */
public record Exp() implements Unary {}
