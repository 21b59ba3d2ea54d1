package dev.touchstone.op;

/** {@code x * min(max(x + offset, 0), threshold) / scale}. */
public record HardSwish(float threshold, float scale, float offset) implements Unary {
    public HardSwish {
        Attributes.finite("threshold", threshold);
        Attributes.finite("offset", offset);
        Attributes.require(scale != 0 && Float.isFinite(scale), "scale is %s; expected a finite number but 0", scale);
    }
}
