package dev.touchstone.reference;

/**
 * Rule U5 for relu and relu6 on float32, by masks of bits. Signs of activations are as good as random, so that a branch
 * on them costs more than all the rest.
 */
final class Relus {
    private static final int MAGNITUDE = 0x7fffffff;
    private static final int INFINITY = 0x7f800000;

    private Relus() {}

    /** {@code x > 0 ? x : 0}: clears what has a sign, and NaN, whose magnitude exceeds infinity. */
    static void relu(float[] x, float[] y) {
        for (int i = 0; i < y.length; i++) {
            int bits = Float.floatToRawIntBits(x[i]);
            int cleared = (bits | (INFINITY - (bits & MAGNITUDE))) >> 31;
            y[i] = Float.intBitsToFloat(bits & ~cleared);
        }
    }

    /** {@code x < 0 ? 0 : x > threshold ? threshold : x}: clears what has a sign, but neither -0 nor NaN. */
    static void relu6(float[] x, float[] y, float threshold) {
        for (int i = 0; i < y.length; i++) {
            int bits = Float.floatToRawIntBits(Math.min(x[i], threshold));
            int magnitude = bits & MAGNITUDE;
            int cleared = (bits & -magnitude & (magnitude - INFINITY - 1)) >> 31;
            y[i] = Float.intBitsToFloat(bits & ~cleared);
        }
    }
}
