package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Cast;
import dev.touchstone.tensor.Tensor;

/**
 * The definition of {@link Cast}.
 *
 * <p>T1 Float to integer truncates toward zero and saturates; NaN gives 0. Native Paddle wraps instead: it takes what the
 * x86 conversion leaves.
 * <br>T2 Integer to a narrower integer saturates; integer to float rounds to the nearest, ties to even.
 * <br>T3 To bool is 1 for everything but zero (NaN is not zero); from bool is 0 or 1.
 */
final class CastKernel {
    private CastKernel() {}

    static Kernel prepare(Node node) {
        return (inputs, outputs) -> cast(inputs.getFirst(), outputs.getFirst());
    }

    private static void cast(Tensor x, Tensor y) {
        int n = y.shape().elements();
        boolean fromFloat = x.type().isFloat();
        for (int i = 0; i < n; i++) {
            float real = fromFloat ? x.floats()[i] : 0;
            long whole = fromFloat ? (long) real : whole(x, i);
            switch (y.type().dataType()) {
                case FLOAT32 -> y.floats()[i] = fromFloat ? real : (float) whole;
                case INT8 -> y.bytes()[i] = (byte) Math.clamp(whole, Byte.MIN_VALUE, Byte.MAX_VALUE);
                case UINT8 -> y.bytes()[i] = (byte) Math.clamp(whole, 0, 255);
                case INT32 -> y.ints()[i] = Math.clamp(whole, Integer.MIN_VALUE, Integer.MAX_VALUE);
                case INT64 -> y.longs()[i] = whole;
                case BOOL -> y.bytes()[i] = (byte) ((fromFloat ? real != 0 : whole != 0) ? 1 : 0);
            }
        }
    }

    private static long whole(Tensor x, int i) {
        return switch (x.type().dataType()) {
            case INT8 -> x.bytes()[i];
            case UINT8, BOOL -> x.bytes()[i] & 255;
            case INT32 -> x.ints()[i];
            case INT64 -> x.longs()[i];
            case FLOAT32 -> throw new IllegalArgumentException("not an integer: " + x);
        };
    }
}
