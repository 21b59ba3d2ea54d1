package dev.touchstone.op;

/** {@code x > 0 ? x : 0}; NaN gives 0. */
public record Relu() implements Unary {}
