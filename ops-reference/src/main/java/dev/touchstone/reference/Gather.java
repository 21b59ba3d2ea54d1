package dev.touchstone.reference;

import dev.touchstone.tensor.Shape;
import java.util.function.IntUnaryOperator;

/** Where each element of an output comes from, when it is the input's element at positions chosen axis by axis. */
final class Gather {
    private Gather() {}

    /**
     * For each output element in row-major order the index of its input element.
     *
     * @param strides for each axis of the output, how many input elements one position of the axis is worth
     * @param positions for each axis of the output, which position an index of the output means
     */
    static int[] index(Shape output, int[] strides, IntUnaryOperator[] positions) {
        var index = new int[output.elements()];
        int filled = 1;
        for (int axis = 0; axis < output.rank(); axis++) {
            int extent = output.extent(axis);
            for (int i = filled - 1; i >= 0; i--) {
                int base = index[i];
                for (int j = extent - 1; j >= 0; j--) {
                    index[i * extent + j] = base + positions[axis].applyAsInt(j) * strides[axis];
                }
            }
            filled *= extent;
        }
        return index;
    }

    /** How many elements one index of each axis is worth. */
    static int[] strides(Shape shape) {
        var strides = new int[shape.rank()];
        for (int axis = 0; axis < strides.length; axis++) {
            strides[axis] = shape.product(axis + 1, shape.rank());
        }
        return strides;
    }

    /** Positions that are the indices themselves. */
    static IntUnaryOperator[] all(int rank) {
        var positions = new IntUnaryOperator[rank];
        java.util.Arrays.fill(positions, IntUnaryOperator.identity());
        return positions;
    }
}
