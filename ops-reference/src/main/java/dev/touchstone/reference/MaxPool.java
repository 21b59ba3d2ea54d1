package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.tensor.Shape;

/** Maxima of windows: rules P4 to P6 and P11 of {@link Pool2dKernel}. */
final class MaxPool {
    private MaxPool() {}

    static Kernel prepare(Node node, PoolSpans rows, PoolSpans columns) {
        var shape = node.input(0).type().shape();
        if (node.input(0).type().isFloat()) {
            return (in, out) -> floats(in.getFirst().floats(), out.getFirst().floats(), shape, rows, columns);
        }
        float sIn = node.input(0).type().scale();
        float sOut = node.output().type().scale();
        var table = Int8Table.requantize(sIn, sOut);
        return (Kernel.WithScratch) (in, out, scratch) -> {
            byte[] y = out.getFirst().bytes();
            bytes(in.getFirst().bytes(), y, shape, rows, columns, scratch.bytes(shape.extent(3)));
            if (sIn != sOut) {
                table.apply(y, 0, y, 0, y.length);
            }
        };
    }

    private static void floats(float[] x, float[] y, Shape shape, PoolSpans rows, PoolSpans columns) {
        int h = shape.extent(2);
        int w = shape.extent(3);
        int at = 0;
        for (int plane = 0; plane < Pool2dKernel.planes(shape); plane++) {
            for (int i = 0; i < rows.count(); i++) {
                for (int j = 0; j < columns.count(); j++) {
                    float r = -Float.MAX_VALUE;
                    for (int u = rows.from(i); u < rows.to(i); u++) {
                        for (int v = columns.from(j); v < columns.to(j); v++) {
                            float value = x[(plane * h + u) * w + v];
                            r = r > value ? r : value;
                        }
                    }
                    y[at++] = r;
                }
            }
        }
    }

    /** First down the columns, which vectorises, then along the row: integers have the same maximum in any order. */
    private static void bytes(byte[] x, byte[] y, Shape shape, PoolSpans rows, PoolSpans columns, byte[] line) {
        int h = shape.extent(2);
        int w = shape.extent(3);
        int at = 0;
        for (int plane = 0; plane < Pool2dKernel.planes(shape); plane++) {
            for (int i = 0; i < rows.count(); i++) {
                int first = (plane * h + rows.from(i)) * w;
                System.arraycopy(x, first, line, 0, w);
                for (int u = 1; u < rows.real(i); u++) {
                    raise(line, x, first + u * w, w);
                }
                for (int j = 0; j < columns.count(); j++) {
                    int r = line[columns.from(j)];
                    for (int v = columns.from(j) + 1; v < columns.to(j); v++) {
                        r = Math.max(r, line[v]);
                    }
                    y[at++] = (byte) r;
                }
            }
        }
    }

    private static void raise(byte[] line, byte[] x, int from, int n) {
        for (int i = 0; i < n; i++) {
            line[i] = (byte) Math.max(line[i], x[from + i]);
        }
    }
}
