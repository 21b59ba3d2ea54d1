package dev.touchstone.op;

/** {@code 1 / x}. */
public record Reciprocal() implements Unary {}
