package dev.touchstone.op;

/** Bias after scale: {@code x * scale + bias}; else {@code (x + bias) * scale}. Integer tensors truncate both factors first. */
public record Scale(float scale, float bias, boolean biasAfterScale) implements Unary {
    public Scale {
        Attributes.finite("scale", scale);
        Attributes.finite("bias", bias);
    }

    /** True if nothing changes. */
    public boolean isIdentity() {
        return scale == 1 && bias == 0;
    }
}
