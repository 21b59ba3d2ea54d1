package dev.touchstone.op;

/** {@code x > 20 ? x : log(1 + e^x)}. */
public record Softplus() implements Unary {}
