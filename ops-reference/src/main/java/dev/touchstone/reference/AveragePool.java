package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.tensor.Shape;

/** Averages of windows: rules P4, P7 to P10, P12 and P13 of {@link Pool2dKernel}. */
final class AveragePool {
    private AveragePool() {}

    static Kernel prepare(Node node, PoolSpans rows, PoolSpans columns, boolean countPadding) {
        var shape = node.input(0).type().shape();
        int[] divisors = divisors(rows, columns, countPadding);
        if (node.input(0).type().isFloat()) {
            return (in, out) -> floats(in.getFirst().floats(), out.getFirst().floats(), shape, rows, columns, divisors);
        }
        double sIn = node.input(0).type().scale();
        double sOut = node.output().type().scale();
        var multipliers = new float[divisors.length];
        for (int i = 0; i < multipliers.length; i++) {
            var of = "an average of " + divisors[i];
            multipliers[i] = Requantization.multiplier(of, sIn / (sOut * divisors[i]));
            long elements = (long) rows.real(i / columns.count()) * columns.real(i % columns.count());
            Requantization.requireAccumulator("a window of " + elements, 127 * elements);
        }
        return (in, out) -> bytes(in.getFirst().bytes(), out.getFirst().bytes(), shape, rows, columns, multipliers);
    }

    /** Rules P7 and P8, by window. */
    private static int[] divisors(PoolSpans rows, PoolSpans columns, boolean countPadding) {
        var divisors = new int[rows.count() * columns.count()];
        for (int i = 0; i < divisors.length; i++) {
            int row = i / columns.count();
            int column = i % columns.count();
            divisors[i] = countPadding
                    ? rows.padded(row) * columns.padded(column)
                    : rows.inside(row) * columns.inside(column);
        }
        return divisors;
    }

    private static void floats(float[] x, float[] y, Shape shape, PoolSpans rows, PoolSpans columns, int[] divisors) {
        int h = shape.extent(2);
        int w = shape.extent(3);
        for (int plane = 0; plane < Pool2dKernel.planes(shape); plane++) {
            for (int window = 0; window < divisors.length; window++) {
                int i = window / columns.count();
                int j = window % columns.count();
                float sum = 0;
                for (int u = rows.from(i); u < rows.to(i); u++) {
                    for (int v = columns.from(j); v < columns.to(j); v++) {
                        sum = sum + x[(plane * h + u) * w + v];
                    }
                }
                y[plane * divisors.length + window] = sum / divisors[window];
            }
        }
    }

    private static void bytes(byte[] x, byte[] y, Shape shape, PoolSpans rows, PoolSpans columns, float[] multipliers) {
        int h = shape.extent(2);
        int w = shape.extent(3);
        for (int plane = 0; plane < Pool2dKernel.planes(shape); plane++) {
            for (int window = 0; window < multipliers.length; window++) {
                int i = window / columns.count();
                int j = window % columns.count();
                int sum = 0;
                for (int u = rows.from(i); u < rows.to(i); u++) {
                    for (int v = columns.from(j); v < columns.to(j); v++) {
                        sum += x[(plane * h + u) * w + v];
                    }
                }
                y[plane * multipliers.length + window] = Requantization.requantize(sum, multipliers[window]);
            }
        }
    }
}
