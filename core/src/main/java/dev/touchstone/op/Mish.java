package dev.touchstone.op;

/** {@code x * tanh(softplus(x))}. */
public record Mish() implements Unary {}
