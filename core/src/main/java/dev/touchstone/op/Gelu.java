package dev.touchstone.op;

/** {@code x * (1 + erf(x / sqrt 2)) / 2}; approximate: {@code x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))) / 2}. */
public record Gelu(boolean approximate) implements Unary {}
