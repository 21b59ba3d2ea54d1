package dev.touchstone.op;

/** {@code 1 / sqrt(x)}. */
public record Rsqrt() implements Unary {}
