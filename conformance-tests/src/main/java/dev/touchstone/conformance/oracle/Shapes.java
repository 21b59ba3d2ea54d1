package dev.touchstone.conformance.oracle;

import dev.touchstone.tensor.Shape;

/** Positions in row-major tensors. */
final class Shapes {
    private Shapes() {}

    /** The position of an element, one number for each axis. */
    static int[] position(Shape shape, int index) {
        var position = new int[shape.rank()];
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            position[axis] = index % shape.extent(axis);
            index /= shape.extent(axis);
        }
        return position;
    }

    /** The index of the element at a position. */
    static int index(Shape shape, int... position) {
        int index = 0;
        for (int axis = 0; axis < shape.rank(); axis++) {
            index = index * shape.extent(axis) + position[axis];
        }
        return index;
    }

    /** An axis that may count from the end. */
    static int axis(Shape shape, int axis) {
        return axis < 0 ? axis + shape.rank() : axis;
    }

    /** Numerator over denominator, toward zero: how rules C3 and P3 count outputs. */
    static void require(String what, long expected, int found) {
        if (expected != found) {
            throw new AssertionError(what + " is " + found + "; the rule says " + expected);
        }
    }
}
