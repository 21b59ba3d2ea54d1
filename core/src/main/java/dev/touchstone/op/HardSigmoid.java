package dev.touchstone.op;

/** {@code min(max(slope * x + offset, 0), 1)}. */
public record HardSigmoid(float slope, float offset) implements Unary {
    public HardSigmoid {
        Attributes.finite("slope", slope);
        Attributes.finite("offset", offset);
    }
}
