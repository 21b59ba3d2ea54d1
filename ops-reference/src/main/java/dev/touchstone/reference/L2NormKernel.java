package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.L2Norm;

/**
 * The definition of {@link L2Norm}.
 *
 * <p>L1 On float32 the squares are summed in double in index order, epsilon is added, the root is rounded to float32, and
 * each element is divided by it in float32.
 * <br>L2 On int8 the squares of the integers are summed exactly to S, f = sIn / (sqrt(sIn * sIn * S + epsilon) * sOut) in
 * double, and each result is N10's rounding of q * f; a line of zeros gives zeros.
 */
final class L2NormKernel {
    private L2NormKernel() {}

    static Kernel prepare(Node node) {
        var operator = (L2Norm) node.operator();
        var x = node.input(0).type();
        var layout = AxisLayout.of(x.shape(), operator.axis());
        double epsilon = operator.epsilon();
        if (x.isFloat()) {
            return (inputs, outputs) -> floats(
                    layout,
                    epsilon,
                    inputs.getFirst().floats(),
                    outputs.getFirst().floats());
        }
        if (!x.isQuantizedInt8()) {
            throw Refusal.dataType(x, "float32, quantized int8");
        }
        double scaleIn = x.scale();
        double scaleOut = node.output().type().scale();
        return (inputs, outputs) -> int8(
                layout,
                epsilon,
                scaleIn,
                scaleOut,
                inputs.getFirst().bytes(),
                outputs.getFirst().bytes());
    }

    private static void floats(AxisLayout layout, double epsilon, float[] x, float[] y) {
        int step = layout.inner();
        for (int o = 0; o < layout.outer(); o++) {
            for (int i = 0; i < step; i++) {
                int start = o * layout.length() * step + i;
                double sum = 0;
                for (int j = 0; j < layout.length(); j++) {
                    double v = x[start + j * step];
                    sum += v * v;
                }
                float root = (float) Math.sqrt(sum + epsilon);
                for (int j = 0; j < layout.length(); j++) {
                    y[start + j * step] = x[start + j * step] / root;
                }
            }
        }
    }

    private static void int8(AxisLayout layout, double epsilon, double scaleIn, double scaleOut, byte[] x, byte[] y) {
        int step = layout.inner();
        for (int o = 0; o < layout.outer(); o++) {
            for (int i = 0; i < step; i++) {
                int start = o * layout.length() * step + i;
                long sum = 0;
                for (int j = 0; j < layout.length(); j++) {
                    sum += x[start + j * step] * x[start + j * step];
                }
                double factor =
                        sum == 0 ? 0 : scaleIn / (Math.sqrt(scaleIn * scaleIn * (double) sum + epsilon) * scaleOut);
                for (int j = 0; j < layout.length(); j++) {
                    y[start + j * step] = Int8Table.saturate((double) x[start + j * step] * factor);
                }
            }
        }
    }
}
