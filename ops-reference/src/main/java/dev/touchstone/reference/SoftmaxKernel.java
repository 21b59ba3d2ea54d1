package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Softmax;

/**
 * The definition of {@link Softmax}.
 *
 * <p>S1 Every line along the axis is computed by itself.
 * <br>S2 On float32 the terms are {@link StrictMath#exp} of x minus the line's maximum, in double; they are summed in
 * double in index order, and each result is its term divided by the sum, rounded to float32. A line with NaN or
 * +infinity, or of nothing but -infinity, is all NaN. Terms far below the maximum go to 0: native Paddle's limit of -64
 * is not reproduced.
 * <br>S3 On int8 the terms come from a table of {@code exp(-d * sIn)} for the distances d = 0 to 254 to the maximum,
 * times 2^30, rounded by {@link Math#round}; they are summed exactly, and each result is N10's rounding of the term
 * divided by (sum * sOut) in double.
 * <br>S4 The output's scale is whatever the graph says; results above 127 * sOut saturate.
 */
final class SoftmaxKernel {
    private static final double ONE = 1 << 30;

    private SoftmaxKernel() {}

    static Kernel prepare(Node node) {
        var x = node.input(0).type();
        var layout = AxisLayout.of(x.shape(), ((Softmax) node.operator()).axis());
        if (x.isFloat()) {
            return (inputs, outputs) -> floats(
                    layout, inputs.getFirst().floats(), outputs.getFirst().floats());
        }
        if (!x.isQuantizedInt8()) {
            throw Refusal.dataType(x, "float32, quantized int8");
        }
        var table = table(x.scale());
        double scaleOut = node.output().type().scale();
        return (inputs, outputs) -> int8(
                layout,
                table,
                scaleOut,
                inputs.getFirst().bytes(),
                outputs.getFirst().bytes());
    }

    private static void floats(AxisLayout layout, float[] x, float[] y) {
        var terms = new double[layout.length()];
        for (int o = 0; o < layout.outer(); o++) {
            for (int i = 0; i < layout.inner(); i++) {
                line(x, y, (o * layout.length()) * layout.inner() + i, layout.inner(), terms);
            }
        }
    }

    private static void line(float[] x, float[] y, int start, int step, double[] terms) {
        float max = Float.NEGATIVE_INFINITY;
        for (int j = 0; j < terms.length; j++) {
            max = Math.max(max, x[start + j * step]);
        }
        double sum = 0;
        for (int j = 0; j < terms.length; j++) {
            terms[j] = StrictMath.exp((double) x[start + j * step] - (double) max);
            sum += terms[j];
        }
        for (int j = 0; j < terms.length; j++) {
            y[start + j * step] = (float) (terms[j] / sum);
        }
    }

    private static long[] table(float scale) {
        var table = new long[256];
        for (int d = 0; d < table.length; d++) {
            table[d] = Math.round(StrictMath.exp(-(double) d * (double) scale) * ONE);
        }
        return table;
    }

    private static void int8(AxisLayout layout, long[] table, double scaleOut, byte[] x, byte[] y) {
        for (int o = 0; o < layout.outer(); o++) {
            for (int i = 0; i < layout.inner(); i++) {
                int start = (o * layout.length()) * layout.inner() + i;
                int end = start + layout.length() * layout.inner();
                int max = -128;
                for (int j = start; j < end; j += layout.inner()) {
                    max = Math.max(max, x[j]);
                }
                long sum = 0;
                for (int j = start; j < end; j += layout.inner()) {
                    sum += table[max - x[j]];
                }
                for (int j = start; j < end; j += layout.inner()) {
                    y[j] = Int8Table.saturate((double) table[max - x[j]] / ((double) sum * scaleOut));
                }
            }
        }
    }
}
