package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.MaxPool2dWithIndex;
import dev.touchstone.tensor.Shape;

/**
 * The definition of {@link MaxPool2dWithIndex}; windows as in {@link Pool2dKernel}, rules P1 to P5 and P9.
 *
 * <p>X1 Elements are visited row by row; an element greater than all before it becomes the maximum, and its place in the
 * plane, row * width + column, the index. So equal maxima give the first one's index.
 * <br>X2 On float32 the comparison starts at -3.4028235e38 with the index -1: both stay where nothing is greater, as in an
 * empty window; a NaN is never greater.
 * <br>X3 On int8 rule P11 holds; the index is that of the first of the greatest integers.
 */
final class MaxPool2dWithIndexKernel {
    private MaxPool2dWithIndexKernel() {}

    static Kernel prepare(Node node) {
        var window = ((MaxPool2dWithIndex) node.operator()).window();
        var x = node.input(0).type();
        var rows = PoolSpans.rows(window, x.shape());
        var columns = PoolSpans.columns(window, x.shape());
        Pool2dKernel.requireWindows(node, rows, columns);
        if (x.isFloat()) {
            return (in, out) -> floats(
                    in.getFirst().floats(), out.get(0).floats(), out.get(1).ints(), x.shape(), rows, columns);
        }
        var table = Int8Table.requantize(x.scale(), node.output().type().scale());
        return (in, out) ->
                bytes(in.getFirst().bytes(), out.get(0).bytes(), out.get(1).ints(), x.shape(), rows, columns, table);
    }

    private static void floats(float[] x, float[] y, int[] indices, Shape shape, PoolSpans rows, PoolSpans columns) {
        int w = shape.extent(3);
        int size = shape.extent(2) * w;
        for (int at = 0; at < y.length; at++) {
            int plane = at / (rows.count() * columns.count()) * size;
            int i = at / columns.count() % rows.count();
            int j = at % columns.count();
            float maximum = -Float.MAX_VALUE;
            int index = -1;
            for (int u = rows.from(i); u < rows.to(i); u++) {
                for (int v = columns.from(j); v < columns.to(j); v++) {
                    if (x[plane + u * w + v] > maximum) {
                        index = u * w + v;
                        maximum = x[plane + index];
                    }
                }
            }
            y[at] = maximum;
            indices[at] = index;
        }
    }

    private static void bytes(
            byte[] x, byte[] y, int[] indices, Shape shape, PoolSpans rows, PoolSpans columns, Int8Table table) {
        int w = shape.extent(3);
        int size = shape.extent(2) * w;
        for (int at = 0; at < y.length; at++) {
            int plane = at / (rows.count() * columns.count()) * size;
            int i = at / columns.count() % rows.count();
            int j = at % columns.count();
            int index = rows.from(i) * w + columns.from(j);
            for (int u = rows.from(i); u < rows.to(i); u++) {
                for (int v = columns.from(j); v < columns.to(j); v++) {
                    if (x[plane + u * w + v] > x[plane + index]) {
                        index = u * w + v;
                    }
                }
            }
            y[at] = table.apply(x[plane + index]);
            indices[at] = index;
        }
    }
}
