package dev.touchstone.op;

/** {@code sqrt(x)}; NaN below 0. */
public record Sqrt() implements Unary {}
