package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.FakeDequantize;
import dev.touchstone.tensor.Tensor;
import java.util.List;

/**
 * The definition of {@link FakeDequantize}: what native Paddle computes, bit for bit.
 *
 * <p>Q6 Each element is multiplied by the scale, that of its index of the axis where there are several, and the product
 * is divided by the divisor, each rounded to float32.
 * <br>Q7 With a second scale the product is multiplied by it, rounded, before the division.
 */
final class FakeDequantizeKernel {
    private FakeDequantizeKernel() {}

    static Kernel prepare(Node node) {
        var operator = (FakeDequantize) node.operator();
        var x = node.input(0).type();
        int axis = operator.axis();
        int scales = axis < 0 ? 1 : x.shape().extent(axis);
        int run = axis < 0 ? x.shape().elements() : x.shape().product(axis + 1, x.rank());
        float divisor = operator.divisor();
        return (inputs, outputs) -> {
            float[] y = outputs.getFirst().floats();
            read(inputs.getFirst(), y);
            float[] scale = inputs.get(1).floats();
            for (int start = 0, c = 0; start < y.length; start += run, c = (c + 1) % scales) {
                scale(inputs, y, start, start + run, scale[c], divisor);
            }
        };
    }

    private static void scale(List<Tensor> inputs, float[] y, int from, int to, float scale, float divisor) {
        if (inputs.size() == 3) {
            float second = inputs.get(2).floats()[0];
            for (int i = from; i < to; i++) {
                y[i] = y[i] * scale * second / divisor;
            }
        } else {
            for (int i = from; i < to; i++) {
                y[i] = y[i] * scale / divisor;
            }
        }
    }

    private static void read(Tensor x, float[] y) {
        if (x.type().isFloat()) {
            System.arraycopy(x.floats(), 0, y, 0, y.length);
        } else {
            byte[] q = x.bytes();
            for (int i = 0; i < y.length; i++) {
                y[i] = q[i];
            }
        }
    }
}
