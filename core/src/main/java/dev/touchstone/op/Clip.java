package dev.touchstone.op;

/** {@code min(max(x, min), max)}; NaN stays. */
public record Clip(float min, float max) implements Unary {
    public Clip {
        Attributes.require(min <= max, "min is %s, max is %s; expected min <= max", min, max);
    }
}
