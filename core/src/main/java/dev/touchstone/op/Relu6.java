package dev.touchstone.op;

/** {@code min(max(x, 0), threshold)}; NaN stays. */
public record Relu6(float threshold) implements Unary {
    public Relu6 {
        Attributes.require(threshold > 0, "threshold is %s; expected a positive number", threshold);
    }
}
