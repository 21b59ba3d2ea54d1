package dev.touchstone.pass;

import dev.touchstone.op.FakeQuantize;
import dev.touchstone.tensor.Shape;

/**
 * What {@link FakeQuantize} makes of constants: its rules Q1 to Q5, up to the integers. Weights of a network that was
 * trained with fake quantization, but not frozen, come this way.
 */
final class ConstantQuantization {
    private static final float TINY = 1e-30f;

    private ConstantQuantization() {}

    /** The largest magnitude, of the whole tensor (axis -1) or for each index of the axis. */
    static float[] thresholds(float[] x, Shape shape, int axis) {
        var thresholds = new float[axis < 0 ? 1 : shape.extent(axis)];
        for (int i = 0; i < x.length; i++) {
            int c = Codes.channel(shape, axis, i);
            thresholds[c] = Math.max(thresholds[c], Math.abs(x[i]));
        }
        return thresholds;
    }

    /** The integers, as float32. */
    static float[] codes(FakeQuantize quantize, float[] x, Shape shape, float[] thresholds) {
        var codes = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            codes[i] = code(quantize, x[i], thresholds[Codes.channel(shape, quantize.axis(), i)]);
        }
        return codes;
    }

    private static float code(FakeQuantize quantize, float x, float threshold) {
        int range = quantize.range();
        float factor = range * (threshold > TINY ? 1f / threshold : 1f / (threshold + 1e-6f));
        return switch (quantize.order()) {
            case CLIP_THEN_ROUND -> {
                float t = factor * Math.min(Math.max(x, -threshold), threshold);
                yield Math.copySign((float) Math.floor(Math.abs((double) t) + 0.5), t);
            }
            case ROUND_THEN_CLIP -> Math.max(Math.min((float) Math.rint(factor * x), range), -range - 1);
        };
    }
}
