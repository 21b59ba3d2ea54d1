package dev.touchstone.quantization.program;

import dev.touchstone.tensor.Shape;

/** Which channel an element of a tensor belongs to. */
final class Channels {
    private final int inner;
    private final int count;

    /**
     * Along an axis of a shape.
     *
     * @param axis -1: everything is one channel
     */
    Channels(Shape shape, int axis) {
        this.count = axis < 0 ? 1 : shape.extent(axis);
        this.inner = axis < 0 ? shape.elements() : shape.product(axis + 1, shape.rank());
    }

    int count() {
        return count;
    }

    int of(int element) {
        return element / inner % count;
    }
}
