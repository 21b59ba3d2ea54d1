package dev.touchstone.op;

/** {@code 1 / (1 + e^-x)}. */
public record Sigmoid() implements Unary {}
