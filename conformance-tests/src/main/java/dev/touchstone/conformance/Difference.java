package dev.touchstone.conformance;

import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;

/** Compares results as numbers: both zeros are equal, and all NaNs. */
final class Difference {
    private Difference() {}

    /** Where two tensors first differ and how often; empty if they do not. */
    static Optional<String> between(Tensor expected, Tensor actual) {
        var wanted = numbers(expected);
        var found = numbers(actual);
        int first = -1;
        int count = 0;
        for (int i = 0; i < wanted.length; i++) {
            if (!(wanted[i] == found[i] || (Double.isNaN(wanted[i]) && Double.isNaN(found[i])))) {
                first = first < 0 ? i : first;
                count++;
            }
        }
        if (count == 0) {
            return Optional.empty();
        }
        return Optional.of(Arrays.toString(position(expected.shape(), first)) + " is " + text(found[first], expected)
                + ", expected " + text(wanted[first], expected) + " (" + count + " of " + wanted.length
                + " elements differ)");
    }

    /** The elements, each exact in double. */
    private static double[] numbers(Tensor tensor) {
        var numbers = new double[tensor.shape().elements()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (tensor.type().dataType()) {
                case FLOAT32 -> tensor.floats()[i];
                case INT8 -> tensor.bytes()[i];
                case UINT8, BOOL -> tensor.bytes()[i] & 0xff;
                case INT32 -> tensor.ints()[i];
                case INT64 -> tensor.longs()[i];
            };
        }
        return numbers;
    }

    private static String text(double number, Tensor tensor) {
        return tensor.type().isFloat() ? Float.toString((float) number) : Long.toString((long) number);
    }

    private static int[] position(Shape shape, int index) {
        var position = new int[shape.rank()];
        for (int axis = position.length - 1; axis >= 0; axis--) {
            position[axis] = index % shape.extent(axis);
            index /= shape.extent(axis);
        }
        return position;
    }
}
