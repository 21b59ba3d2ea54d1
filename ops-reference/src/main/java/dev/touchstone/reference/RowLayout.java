package dev.touchstone.reference;

import dev.touchstone.op.Broadcast;
import dev.touchstone.tensor.Shape;

/**
 * How two broadcast operands are walked: as rows along the output's last axis, after neighbouring axes that behave alike
 * were merged, so that a bias over channels gives long rows.
 *
 * @param extents of the merged axes, the row's last
 * @param strideA elements from one index to the next of the first operand, 0 where it is repeated
 * @param strideB the same of the second operand
 */
record RowLayout(int[] extents, int[] strideA, int[] strideB) {
    /** What is done with a row. */
    @FunctionalInterface
    interface Row {
        /** The row starts at these elements of the operands and the output. */
        void at(int a, int b, int out);
    }

    static RowLayout of(Broadcast broadcast) {
        var output = broadcast.output();
        int rank = output.rank();
        var extents = new int[Math.max(rank, 1)];
        var a = new int[extents.length];
        var b = new int[extents.length];
        int last = extents.length;
        int sizeA = 1;
        int sizeB = 1;
        for (int i = rank - 1; i >= 0; i--) {
            int extent = output.extent(i);
            if (extent == 1) {
                continue;
            }
            int strideA = stride(broadcast.x(), i, sizeA);
            int strideB = stride(broadcast.y(), i, sizeB);
            sizeA *= broadcast.x().extent(i);
            sizeB *= broadcast.y().extent(i);
            boolean merges =
                    last < extents.length && strideA == a[last] * extents[last] && strideB == b[last] * extents[last];
            if (merges) {
                extents[last] *= extent;
            } else {
                last--;
                extents[last] = extent;
                a[last] = strideA;
                b[last] = strideB;
            }
        }
        if (last == extents.length) {
            return new RowLayout(new int[] {1}, new int[] {0}, new int[] {0});
        }
        return new RowLayout(from(extents, last), from(a, last), from(b, last));
    }

    private static int stride(Shape operand, int axis, int size) {
        return operand.extent(axis) == 1 ? 0 : size;
    }

    private static int[] from(int[] values, int start) {
        return java.util.Arrays.copyOfRange(values, start, values.length);
    }

    /** Elements of a row. */
    int length() {
        return extents[extents.length - 1];
    }

    /** Step of the first operand within a row: 0 or 1. */
    int stepA() {
        return strideA[strideA.length - 1];
    }

    /** Step of the second operand within a row: 0 or 1. */
    int stepB() {
        return strideB[strideB.length - 1];
    }

    /** Visits all rows in the output's order. */
    void forEach(Row row) {
        visit(row, 0, 0, 0, 0);
    }

    private int visit(Row row, int axis, int a, int b, int out) {
        if (axis == extents.length - 1) {
            row.at(a, b, out);
            return out + length();
        }
        int next = out;
        for (int i = 0; i < extents[axis]; i++) {
            next = visit(row, axis + 1, a + i * strideA[axis], b + i * strideB[axis], next);
        }
        return next;
    }
}
