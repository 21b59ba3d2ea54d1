package dev.touchstone.reference;

import java.util.function.DoubleUnaryOperator;

/**
 * A function from int8 to int8, tabulated. Immutable.
 *
 * <p>N10 A unary map of an int8 tensor is a table: the real value of each step, in double, through the function in double
 * (transcendental ones by {@link StrictMath}), divided by the output's scale in double, limited to -127..127, rounded to
 * the nearest integer, ties to even; NaN gives 0. Requantization is the table of the identity; with equal scales it
 * copies.
 */
final class Int8Table {
    private final byte[] entries = new byte[256];

    private Int8Table(DoubleUnaryOperator function, float input, float output) {
        for (int q = -128; q <= 127; q++) {
            entries[q + 128] = saturate(function.applyAsDouble((double) q * (double) input) / (double) output);
        }
    }

    /** N10 for a function of real numbers between tensors of these scales. */
    static Int8Table of(DoubleUnaryOperator function, float input, float output) {
        return new Int8Table(function, input, output);
    }

    /** N10 for the identity: from one scale to another. */
    static Int8Table requantize(float input, float output) {
        return new Int8Table(x -> x, input, output);
    }

    /** The end of N10: limits, then rounds to nearest even. */
    static byte saturate(double value) {
        return (byte) Math.rint(Math.max(-127.0, Math.min(127.0, value)));
    }

    byte apply(byte q) {
        return entries[q + 128];
    }

    /** Maps {@code from[start..start + n)} to {@code to[at..at + n)}; the arrays may be one and the same. */
    void apply(byte[] from, int start, byte[] to, int at, int n) {
        for (int i = 0; i < n; i++) {
            to[at + i] = entries[from[start + i] + 128];
        }
    }
}
