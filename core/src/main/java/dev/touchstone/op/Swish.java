package dev.touchstone.op;

/** {@code x / (1 + e^(-beta * x))}. */
public record Swish(float beta) implements Unary {
    public Swish {
        Attributes.finite("beta", beta);
    }
}
