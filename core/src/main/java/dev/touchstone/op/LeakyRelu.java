package dev.touchstone.op;

/** {@code x > 0 ? x : alpha * x}. */
public record LeakyRelu(float alpha) implements Unary {
    public LeakyRelu {
        Attributes.finite("alpha", alpha);
    }
}
