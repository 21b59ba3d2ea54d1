package dev.touchstone.op;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.tensor.Shape;
import java.util.Arrays;

/**
 * How two operands of an elementwise operator are laid over each other (rule E1).
 *
 * @param x shape of the first operand, filled with ones to the rank of the output
 * @param y shape of the second operand, filled with ones to the rank of the output
 * @param output in each axis the larger of the two extents
 */
public record Broadcast(Shape x, Shape y, Shape output) {
    /**
     * Aligns two shapes: the operand of lower rank starts at {@code axis} of the other, -1 meaning at the end; its
     * trailing ones may reach beyond. A scalar fits every shape.
     *
     * @throws InvalidGraphException if they do not fit
     */
    public static Broadcast of(Shape x, Shape y, int axis) {
        if (x.equals(y)) {
            return new Broadcast(x, y, x);
        }
        int rank = Math.max(x.rank(), y.rank());
        if (x.rank() == y.rank()) {
            Attributes.require(
                    axis == -1 || axis == 0,
                    "axis is %s for shapes %s and %s of equal rank; expected -1 or 0",
                    axis,
                    x,
                    y);
            return new Broadcast(x, y, merge(x, y, x, y));
        }
        boolean xSmaller = x.rank() < y.rank();
        var filled = fill(xSmaller ? x : y, axis, rank, x, y);
        var wideX = xSmaller ? filled : x;
        var wideY = xSmaller ? y : filled;
        return new Broadcast(wideX, wideY, merge(wideX, wideY, x, y));
    }

    private static Shape fill(Shape small, int axis, int rank, Shape x, Shape y) {
        int start = axis == -1 ? rank - small.rank() : axis;
        int length = small.rank();
        while (length > 0 && small.extent(length - 1) == 1) {
            length--;
        }
        int last = length == 0 && axis != -1 ? rank - 1 : rank - length;
        Attributes.require(
                start >= 0 && start <= last, "axis is %s for shapes %s and %s; expected -1 to %s", axis, x, y, last);
        var extents = new int[rank];
        Arrays.fill(extents, 1);
        for (int i = 0; i < length; i++) {
            extents[start + i] = small.extent(i);
        }
        return Shape.of(extents);
    }

    private static Shape merge(Shape a, Shape b, Shape x, Shape y) {
        var extents = new int[a.rank()];
        for (int i = 0; i < extents.length; i++) {
            int p = a.extent(i);
            int q = b.extent(i);
            if (p != q && p != 1 && q != 1) {
                throw new InvalidGraphException(
                        "shapes " + x + " and " + y + " do not broadcast: " + p + " against " + q + " in axis " + i);
            }
            extents[i] = Math.max(p, q);
        }
        return Shape.of(extents);
    }
}
