package dev.touchstone.reference;

import dev.touchstone.op.Activation;

/**
 * From accumulators to int8 through a fused activation: the end of rule C8, and rule C9 of {@link Conv2dKernel}.
 * Immutable.
 *
 * @param low lower limit before rounding, -127 or more
 * @param high upper limit before rounding, 127 or less
 * @param curve what is neither straight nor a limit
 */
record Int8Rounding(float low, float high, Curve curve) {
    private static final float LIMIT = Requantization.LIMIT;

    /** The part of an activation that needs a pass of its own. */
    sealed interface Curve {
        /** Nothing: the limits say all. */
        record None() implements Curve {}

        record LeakyRelu(float alpha) implements Curve {}

        record HardSwish(float offset, float threshold, float factor) implements Curve {}
    }

    /** The activation in steps of the output's scale (rule C9). */
    static Int8Rounding of(Activation activation, float scale) {
        double s = scale;
        return switch (activation) {
            case Activation.None() -> new Int8Rounding(-LIMIT, LIMIT, new Curve.None());
            case Activation.Relu() -> new Int8Rounding(0, LIMIT, new Curve.None());
            case Activation.Relu6(var threshold) ->
                new Int8Rounding(0, Math.min(LIMIT, (float) (threshold / s)), new Curve.None());
            case Activation.LeakyRelu(var alpha) -> new Int8Rounding(-LIMIT, LIMIT, new Curve.LeakyRelu(alpha));
            case Activation.HardSwish(var threshold, var divisor, var offset) ->
                new Int8Rounding(
                        -LIMIT, LIMIT, new Curve.HardSwish((float) (offset / s), (float) (threshold / s), (float)
                                (s / divisor)));
        };
    }

    /**
     * Rules C8 and C9 on a row with one multiplier: {@code result[0..n)} from {@code accumulators[0..n)}.
     *
     * @param work n floats
     */
    void round(int[] accumulators, byte[] result, int n, float multiplier, float[] work) {
        if (curve instanceof Curve.None) {
            Requantization.requantize(accumulators, result, n, multiplier, low, high);
        } else {
            IntRows.scale(accumulators, work, n, multiplier);
            round(work, result, n);
        }
    }

    /** Rule C9 on a row of products of accumulators and multipliers, which it overwrites. */
    void round(float[] products, byte[] result, int n) {
        switch (curve) {
            case Curve.None() -> {}
            case Curve.LeakyRelu(var alpha) -> leakyRelu(products, n, alpha);
            case Curve.HardSwish(var offset, var threshold, var factor) ->
                hardSwish(products, n, offset, threshold, factor);
        }
        Requantization.saturate(products, result, n, low, high);
    }

    private static void leakyRelu(float[] t, int n, float alpha) {
        for (int i = 0; i < n; i++) {
            t[i] = t[i] > 0 ? t[i] : t[i] * alpha;
        }
    }

    private static void hardSwish(float[] t, int n, float offset, float threshold, float factor) {
        for (int i = 0; i < n; i++) {
            t[i] = t[i] * Math.min(Math.max(t[i] + offset, 0), threshold) * factor;
        }
    }
}
