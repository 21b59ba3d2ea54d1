package dev.touchstone.reference;

import dev.touchstone.backend.Support;

/**
 * The arithmetic between real numbers, int32 accumulators and int8, the same in every kernel.
 *
 * <p>N3 A multiplier is one float32, made once: scales are multiplied and divided in double from left to right, and the
 * result is rounded to float32 once. It is finite and normal, else the node is refused.
 * <br>N4 The bias of an int8 product is int32 in units of the accumulator: the float32 bias divided by the product of
 * the input's and the weight's scale, in double, rounded to the nearest integer, ties to even.
 * <br>N5 Accumulators are int32 and exact: a node is refused if, for any output channel, 127 times the sum of the
 * weights' magnitudes plus the magnitude of the bias exceeds 2147483647.
 * <br>N7 To requantize, the accumulator is rounded to float32, multiplied by the multiplier in float32, limited to
 * -127..127 and only then rounded to the nearest integer, ties to even.
 * <br>N8 Each float32 operation that a rule names rounds once; nothing is fused.
 * <br>N9 To quantize, the float32 is multiplied by the float32 nearest to the reciprocal of the scale, limited and
 * rounded as in N7; NaN gives 0. To dequantize, the integer is multiplied by the scale in float32.
 * <br>N11 Blocks, tiles and threads change no bit: sums of integers are exact, and each kernel states the order of its
 * float32 sums.
 */
final class Requantization {
    /** The largest magnitude of an int8 value. */
    static final float LIMIT = 127f;

    /**
     * 1.5 * 2^23. A float32 of magnitude below 2^22 loses its fraction when this is added, by rounding to nearest even;
     * subtracting it again leaves the integer. The same value as {@link Math#rint}, in a form that vectorises.
     */
    private static final float INTEGER = 12582912f;

    private Requantization() {}

    /**
     * N3, for one input, one weight and one output scale.
     *
     * @param of whose multiplier it is, for the message: {@code "output channel 3"}
     */
    static float multiplier(String of, float input, float weight, float output) {
        return multiplier(of, (double) input * (double) weight / (double) output);
    }

    /**
     * N3, from a value computed in double.
     *
     * @param of whose multiplier it is, for the message: {@code "the average of 9"}
     * @throws Refusal {@code MULTIPLIER} unless it is a finite, normal, positive float32
     */
    static float multiplier(String of, double value) {
        float multiplier = (float) value;
        if (!(multiplier >= Float.MIN_NORMAL && multiplier <= Float.MAX_VALUE)) {
            throw new Refusal(new Support.Unsupported(
                    "MULTIPLIER",
                    "multiplier of " + of,
                    Float.MIN_NORMAL + " to " + Float.MAX_VALUE,
                    Double.toString(value),
                    "check the scales"));
        }
        return multiplier;
    }

    /**
     * N4. A result outside int32 comes back limited to what N5 is sure to refuse.
     *
     * @throws Refusal {@code BIAS} if it is infinite or not a number
     */
    static long bias(int channel, float bias, float input, float weight) {
        if (!Float.isFinite(bias)) {
            throw new Refusal(new Support.Unsupported(
                    "BIAS", "bias of output channel " + channel, "a finite number", Float.toString(bias), ""));
        }
        double steps = Math.rint((double) bias / ((double) input * (double) weight));
        return (long) Math.max(-0x1p62, Math.min(0x1p62, steps));
    }

    /**
     * N5.
     *
     * @param of whose accumulator it is, for the message: {@code "output channel 3"}
     * @param bound the largest magnitude that it can reach
     * @throws Refusal {@code ACCUMULATOR} if that exceeds int32
     */
    static void requireAccumulator(String of, long bound) {
        if (bound > Integer.MAX_VALUE) {
            throw new Refusal(new Support.Unsupported(
                    "ACCUMULATOR",
                    "accumulator bound of " + of,
                    Integer.MAX_VALUE + " or less",
                    Long.toString(bound),
                    "int32 sums must be exact"));
        }
    }

    /** N7. */
    static byte requantize(int accumulator, float multiplier) {
        return saturate((float) accumulator * multiplier);
    }

    /** The end of N7: limits, then rounds to nearest even. NaN gives 0. */
    static byte saturate(float value) {
        return (byte) (int) (Math.max(-LIMIT, Math.min(LIMIT, value)) + INTEGER - INTEGER);
    }

    /**
     * N7 on a row: {@code result[0..n)} from {@code accumulators[0..n)}.
     *
     * @param low -127 or more: a fused relu limits at 0
     * @param high 127 or less: a fused relu6 limits at its threshold
     */
    static void requantize(int[] accumulators, byte[] result, int n, float multiplier, float low, float high) {
        for (int i = 0; i < n; i++) {
            float t = (float) accumulators[i] * multiplier;
            result[i] = (byte) (int) (Math.max(low, Math.min(high, t)) + INTEGER - INTEGER);
        }
    }

    /** The end of N7 on a row: {@code result[0..n)} from {@code values[0..n)}. */
    static void saturate(float[] values, byte[] result, int n, float low, float high) {
        for (int i = 0; i < n; i++) {
            result[i] = (byte) (int) (Math.max(low, Math.min(high, values[i])) + INTEGER - INTEGER);
        }
    }

    /** The reciprocal of N9. */
    static float inverse(float scale) {
        return (float) (1.0 / (double) scale);
    }

    /** N9, to int8. */
    static byte quantize(float value, float inverse) {
        return saturate(value * inverse);
    }

    /** N9 on whole arrays of equal length, to int8. */
    static void quantize(float[] values, byte[] result, float inverse) {
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) (int) (Math.max(-LIMIT, Math.min(LIMIT, values[i] * inverse)) + INTEGER - INTEGER);
        }
    }

    /** N9, from int8. */
    static float dequantize(byte value, float scale) {
        return (float) value * scale;
    }
}
