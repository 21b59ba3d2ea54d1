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
    /** The integer that an element stands for. */
    private interface Whole {
        long at(int i);
    }

    private CastKernel() {}

    static Kernel prepare(Node node) {
        return switch (node.output().type().dataType()) {
            case FLOAT32 ->
                node.input(0).type().isFloat()
                        ? (inputs, outputs) -> outputs.getFirst().copyFrom(inputs.getFirst())
                        : (inputs, outputs) -> toFloat(
                                whole(inputs.getFirst()), outputs.getFirst().floats());
            case INT8 ->
                (inputs, outputs) ->
                        toBytes(whole(inputs.getFirst()), outputs.getFirst().bytes(), Byte.MIN_VALUE, Byte.MAX_VALUE);
            case UINT8 ->
                (inputs, outputs) ->
                        toBytes(whole(inputs.getFirst()), outputs.getFirst().bytes(), 0, 255);
            case INT32 ->
                (inputs, outputs) ->
                        toInts(whole(inputs.getFirst()), outputs.getFirst().ints());
            case INT64 ->
                (inputs, outputs) ->
                        toLongs(whole(inputs.getFirst()), outputs.getFirst().longs());
            case BOOL ->
                (inputs, outputs) ->
                        toBytes(truth(inputs.getFirst()), outputs.getFirst().bytes(), 0, 1);
        };
    }

    private static Whole whole(Tensor x) {
        return switch (x.type().dataType()) {
            case FLOAT32 -> {
                float[] v = x.floats();
                yield i -> (long) v[i];
            }
            case INT8 -> {
                byte[] v = x.bytes();
                yield i -> v[i];
            }
            case UINT8 -> {
                byte[] v = x.bytes();
                yield i -> v[i] & 255;
            }
            case BOOL -> {
                byte[] v = x.bytes();
                yield i -> v[i] != 0 ? 1 : 0;
            }
            case INT32 -> {
                int[] v = x.ints();
                yield i -> v[i];
            }
            case INT64 -> {
                long[] v = x.longs();
                yield i -> v[i];
            }
        };
    }

    /** T3: a fraction is not zero, though its integer part is. */
    private static Whole truth(Tensor x) {
        if (x.type().isFloat()) {
            float[] v = x.floats();
            return i -> v[i] != 0 ? 1 : 0;
        }
        var whole = whole(x);
        return i -> whole.at(i) != 0 ? 1 : 0;
    }

    private static void toFloat(Whole x, float[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) x.at(i);
        }
    }

    private static void toBytes(Whole x, byte[] y, int least, int most) {
        for (int i = 0; i < y.length; i++) {
            y[i] = (byte) Math.clamp(x.at(i), least, most);
        }
    }

    private static void toInts(Whole x, int[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.clamp(x.at(i), Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
    }

    private static void toLongs(Whole x, long[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] = x.at(i);
        }
    }
}
