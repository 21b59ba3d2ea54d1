package dev.touchstone.conformance.judge;

import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * Compares results as numbers: the zeros of both signs are equal, and so are all NaNs.
 *
 * @param first index of the first element that differs
 * @param count how many differ
 * @param text where, what and how often, for the user
 */
record Difference(int first, int count, String text) {
    /** What is admitted at each place. */
    interface Admitted {
        /** Whether the number found is right at this index. */
        boolean admits(int index, double found);

        /** What is right at this index, for the user. */
        String text(int index);
    }

    /** Where two tensors first differ and how often; empty if they do not. */
    static Optional<Difference> between(Tensor expected, Tensor actual) {
        var wanted = numbers(expected);
        return outside(expected, actual, new Admitted() {
            @Override
            public boolean admits(int index, double found) {
                return same(wanted[index], found);
            }

            @Override
            public String text(int index) {
                return number(wanted[index], expected);
            }
        });
    }

    /** Where a tensor first leaves what is admitted and how often; empty if it does not. */
    static Optional<Difference> outside(Tensor expected, Tensor actual, Admitted admitted) {
        var found = numbers(actual);
        int first = -1;
        int count = 0;
        for (int i = 0; i < found.length; i++) {
            if (!admitted.admits(i, found[i])) {
                first = first < 0 ? i : first;
                count++;
            }
        }
        if (count == 0) {
            return Optional.empty();
        }
        return Optional.of(new Difference(
                first,
                count,
                Arrays.toString(position(expected.shape(), first)) + " is " + number(found[first], actual)
                        + ", expected " + admitted.text(first) + " (" + count + " of " + found.length
                        + (found.length == 1 ? " element differs)" : " elements differ)")));
    }

    /** The elements, each exact in double but for int64 beyond 2^53, whose low bits nobody multiplies. */
    static double[] numbers(Tensor tensor) {
        var numbers = new double[tensor.shape().elements()];
        switch (tensor.type().dataType()) {
            case FLOAT32 -> {
                var f = tensor.toFloats();
                Arrays.setAll(numbers, i -> f[i]);
            }
            case INT8 -> {
                var b = tensor.toBytes();
                Arrays.setAll(numbers, i -> b[i]);
            }
            case UINT8, BOOL -> {
                var b = tensor.toBytes();
                Arrays.setAll(numbers, i -> b[i] & 0xff);
            }
            case INT32 -> {
                var n = tensor.toInts();
                Arrays.setAll(numbers, i -> n[i]);
            }
            case INT64 -> {
                var n = tensor.toLongs();
                Arrays.setAll(numbers, i -> n[i]);
            }
        }
        return numbers;
    }

    static boolean same(double a, double b) {
        return a == b || (Double.isNaN(a) && Double.isNaN(b));
    }

    private static String number(double number, Tensor tensor) {
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
