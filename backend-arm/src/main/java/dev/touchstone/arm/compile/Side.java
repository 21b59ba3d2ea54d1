package dev.touchstone.arm.compile;

/**
 * One side of a move: where the element at each point of an index space lies. Offsets grow by a stride along each axis,
 * except along the channels of planes, which may go from plane to plane.
 */
final class Side {
    private final Stored tensor;
    private final int[] strides;
    private final int channelAxis;
    private int base;
    private int channelStart;
    private int channelStep = 1;

    private Side(Stored tensor, int[] strides, int channelAxis, int base) {
        this.tensor = tensor;
        this.strides = strides;
        this.channelAxis = channelAxis;
        this.base = base;
    }

    /** A whole tensor; the index space is its shape. */
    static Side of(Stored tensor) {
        return switch (tensor.layout()) {
            case Layout.Dense(var shape, int element) -> {
                var strides = new int[shape.rank()];
                int stride = element;
                for (int i = strides.length - 1; i >= 0; i--) {
                    strides[i] = stride;
                    stride *= shape.extent(i);
                }
                yield new Side(tensor, strides, -1, 0);
            }
            case Layout.Planes p ->
                new Side(tensor, new int[] {p.image(), p.element(), p.row(), p.pixel()}, 1, p.offset(0, 0, 0, 0));
        };
    }

    Stored tensor() {
        return tensor;
    }

    /** The same from an index of an axis on, every {@code step}-th. */
    Side from(int axis, int start, int step) {
        if (axis == channelAxis) {
            channelStart += start * channelStep;
            channelStep *= step;
        } else {
            base += start * strides[axis];
            strides[axis] *= step;
        }
        return this;
    }

    /** The same element along the whole axis. */
    Side repeated(int axis) {
        if (axis == channelAxis) {
            channelStep = 0;
        } else {
            strides[axis] = 0;
        }
        return this;
    }

    /** The axes in another order: axis i becomes what was axis {@code order[i]}. */
    Side permuted(int[] order) {
        var permuted = new int[order.length];
        int channel = -1;
        for (int i = 0; i < order.length; i++) {
            permuted[i] = strides[order[i]];
            if (order[i] == channelAxis) {
                channel = i;
            }
        }
        var side = new Side(tensor, permuted, channel, base);
        side.channelStart = channelStart;
        side.channelStep = channelStep;
        return side;
    }

    int rank() {
        return strides.length;
    }

    int stride(int axis) {
        return axis == channelAxis ? channelStep * strides[axis] : strides[axis];
    }

    /** The offset of the point whose index is {@code i} along an axis and 0 along the others, less that of the origin. */
    private int along(int axis, int i) {
        if (axis != channelAxis) {
            return i * strides[axis];
        }
        return channel(i) - channel(0);
    }

    private int channel(int i) {
        var p = tensor.planes();
        int c = channelStart + i * channelStep;
        return c / p.block() * p.plane() + c % p.block() * p.element();
    }

    /** The offset of a point. */
    int offset(int[] point) {
        int offset = base + (channelAxis < 0 ? 0 : channel(0));
        for (int axis = 0; axis < point.length; axis++) {
            offset += along(axis, point[axis]);
        }
        return offset;
    }

    /** Whether an axis goes on by its stride from i - 1 to i. */
    boolean isRegular(int axis, int i) {
        return along(axis, i) - along(axis, i - 1) == stride(axis);
    }
}
