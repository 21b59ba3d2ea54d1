package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.PNorm;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * The definition of {@link PNorm}.
 *
 * <p>L3 Magnitudes are taken in double, their powers by {@link StrictMath#pow} summed in index order, and the root
 * rounded to float32; order 1 sums and order 2 sums squares and takes the square root; order 0 counts what is not zero;
 * infinity is the largest and -infinity the smallest magnitude. There is no epsilon. On int8 the magnitudes are q * sIn
 * in double and the result is N10's rounding of it divided by sOut.
 */
final class PNormKernel {
    private PNormKernel() {}

    /** A sum of terms and what is made of it. */
    private record Norm(DoubleUnaryOperator term, DoubleBinaryOperator sum, double start, DoubleUnaryOperator root) {
        double of(java.util.function.IntToDoubleFunction element, int length) {
            double total = start;
            for (int j = 0; j < length; j++) {
                total = sum.applyAsDouble(total, term.applyAsDouble(Math.abs(element.applyAsDouble(j))));
            }
            return root.applyAsDouble(total);
        }
    }

    static Kernel prepare(Node node) {
        var operator = (PNorm) node.operator();
        var x = node.input(0).type();
        var layout = AxisLayout.of(x.shape(), operator.axis());
        var norm = norm(operator.order());
        int step = layout.inner();
        if (x.isFloat()) {
            return (inputs, outputs) -> {
                float[] from = inputs.getFirst().floats();
                float[] to = outputs.getFirst().floats();
                for (int k = 0; k < to.length; k++) {
                    int start = k / step * layout.length() * step + k % step;
                    to[k] = (float) norm.of(j -> from[start + j * step], layout.length());
                }
            };
        }
        if (!x.isQuantizedInt8()) {
            throw Refusal.dataType(x, "float32, quantized int8");
        }
        double scaleIn = x.scale();
        double scaleOut = node.output().type().scale();
        return (inputs, outputs) -> {
            byte[] from = inputs.getFirst().bytes();
            byte[] to = outputs.getFirst().bytes();
            for (int k = 0; k < to.length; k++) {
                int start = k / step * layout.length() * step + k % step;
                to[k] = Int8Table.saturate(norm.of(j -> from[start + j * step] * scaleIn, layout.length()) / scaleOut);
            }
        };
    }

    private static Norm norm(float order) {
        if (order == 0) {
            return new Norm(v -> v == 0 ? 0 : 1, Double::sum, 0, v -> v);
        }
        if (order == 1) {
            return new Norm(v -> v, Double::sum, 0, v -> v);
        }
        if (order == 2) {
            return new Norm(v -> v * v, Double::sum, 0, Math::sqrt);
        }
        if (order == Float.POSITIVE_INFINITY) {
            return new Norm(v -> v, Math::max, 0, v -> v);
        }
        if (order == Float.NEGATIVE_INFINITY) {
            return new Norm(v -> v, Math::min, Double.POSITIVE_INFINITY, v -> v);
        }
        return new Norm(v -> StrictMath.pow(v, order), Double::sum, 0, v -> StrictMath.pow(v, 1 / (double) order));
    }
}
