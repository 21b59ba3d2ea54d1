package dev.touchstone.paddle.lowering;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;

/** Compares tensors by the two classes of {@code paddle-ops.zip}. */
final class Comparison {
    private static final double TOLERANCE = 1e-5;

    private Comparison() {}

    /** What differs first, if anything. */
    static Optional<String> difference(Tensor found, Tensor expected, boolean exact) {
        if (!found.type().equals(expected.type())) {
            return Optional.of("type is " + found.type() + "; expected " + expected.type());
        }
        if (found.type().dataType() == DataType.FLOAT32) {
            return floats(found.toFloats(), expected.toFloats(), exact);
        }
        var bytes = ValueLayout.JAVA_BYTE;
        long at = found.segment().mismatch(expected.segment());
        return at < 0
                ? Optional.empty()
                : Optional.of("byte " + at + " is "
                        + found.segment().get(bytes, at) + "; expected "
                        + expected.segment().get(bytes, at));
    }

    /** NaN equals NaN, -0 equals 0; without exactness a difference of 1e-5 of the largest magnitude, or of 1. */
    static Optional<String> floats(float[] found, float[] expected, boolean exact) {
        double largest = 1;
        for (float v : expected) {
            largest = Float.isFinite(v) ? Math.max(largest, Math.abs(v)) : largest;
        }
        for (int i = 0; i < expected.length; i++) {
            float a = found[i];
            float b = expected[i];
            boolean equal = a == b || (Float.isNaN(a) && Float.isNaN(b));
            boolean close =
                    !exact && Float.isFinite(a) && Float.isFinite(b) && Math.abs((double) a - b) <= TOLERANCE * largest;
            if (!equal && !close) {
                return Optional.of("element " + i + " is " + a + "; expected " + b + (exact ? " exactly" : ""));
            }
        }
        return found.length == expected.length
                ? Optional.empty()
                : Optional.of(Arrays.toString(new int[] {found.length, expected.length}) + " elements");
    }
}
