package dev.touchstone.op;

/** {@code x > 0 ? x : alpha * (e^x - 1)}. */
public record Elu(float alpha) implements Unary {
    public Elu {
        Attributes.finite("alpha", alpha);
    }
}
