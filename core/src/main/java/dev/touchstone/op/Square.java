package dev.touchstone.op;

/** {@code x * x}. */
public record Square() implements Unary {}
