package dev.touchstone.reference;

import dev.touchstone.tensor.Shape;

/**
 * A tensor seen along one axis: {@code outer} blocks of {@code length} steps of {@code inner} elements.
 *
 * @param inner elements from one index of the axis to the next
 */
record AxisLayout(int outer, int length, int inner) {
    /** The axis may count from the end. */
    static AxisLayout of(Shape shape, int axis) {
        int at = shape.axis(axis);
        return new AxisLayout(shape.product(0, at), shape.extent(at), shape.product(at + 1, shape.rank()));
    }
}
