package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Pad;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.Arrays;

/**
 * The definition of {@link Pad}.
 *
 * <p>M1 Ranks, axes and extents are checked by {@link Pad#infer}.
 * <br>M2 Elements are copied bit for bit, NaN payloads included.
 * <br>M3 Between int8 scales that differ in any bit, every element goes through the table of N10.
 * <br>M4 A constant fills with its value, on int8 with N10's rounding of the value divided by sOut, so that values
 * beyond 127 * sOut saturate, on integers with the value as T1 casts it; the other modes copy elements of the input.
 */
final class PadKernel {
    private PadKernel() {}

    static Kernel prepare(Node node) {
        var pad = (Pad) node.operator();
        var x = node.input(0).type();
        var y = node.output().type();
        var rescale = Rescale.between(x, y);
        if (pad.mode() == Pad.Mode.CONSTANT) {
            return constant(pad, x, y, rescale);
        }
        var positions = Gather.all(y.rank());
        for (int axis = 0; axis < y.rank(); axis++) {
            int before = pad.before().get(axis);
            int extent = x.shape().extent(axis);
            positions[axis] = i -> source(pad.mode(), i - before, extent);
        }
        var index = Gather.index(y.shape(), Gather.strides(x.shape()), positions);
        return (inputs, outputs) -> rescale.gather(inputs.getFirst(), index, outputs.getFirst());
    }

    private static int source(Pad.Mode mode, int i, int extent) {
        return switch (mode) {
            case CONSTANT -> i;
            case REFLECT -> i < 0 ? -i : i >= extent ? 2 * (extent - 1) - i : i;
            case EDGE -> Math.clamp(i, 0, extent - 1);
            case CIRCULAR -> Math.floorMod(i, extent);
        };
    }

    /** Fills the output, then copies the input's rows to where they belong. */
    private static Kernel constant(Pad pad, TensorType x, TensorType y, Rescale rescale) {
        int rank = x.rank();
        int run = rank == 0 ? 1 : x.shape().extent(rank - 1);
        var rows = rank == 0 ? x.shape() : x.shape().with(rank - 1, 1);
        var starts = Gather.index(rows, Gather.strides(y.shape()), shifted(pad, rank));
        return (inputs, outputs) -> {
            fill(pad.value(), y, outputs.getFirst());
            for (int row = 0; row < starts.length; row++) {
                rescale.copy(inputs.getFirst(), row * run, outputs.getFirst(), starts[row], run);
            }
        };
    }

    private static java.util.function.IntUnaryOperator[] shifted(Pad pad, int rank) {
        var positions = Gather.all(rank);
        for (int axis = 0; axis < rank; axis++) {
            int before = pad.before().get(axis);
            positions[axis] = i -> i + before;
        }
        return positions;
    }

    private static void fill(float value, TensorType type, Tensor tensor) {
        switch (type.dataType()) {
            case FLOAT32 -> Arrays.fill(tensor.floats(), value);
            case INT32 -> Arrays.fill(tensor.ints(), (int) value);
            case INT64 -> Arrays.fill(tensor.longs(), (long) value);
            case INT8 ->
                Arrays.fill(
                        tensor.bytes(),
                        type.isQuantizedInt8()
                                ? Int8Table.saturate((double) value / (double) type.scale())
                                : (byte) Math.clamp((long) value, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case UINT8 -> Arrays.fill(tensor.bytes(), (byte) Math.clamp((long) value, 0, 255));
            case BOOL -> Arrays.fill(tensor.bytes(), (byte) (value != 0 ? 1 : 0));
        }
    }
}
