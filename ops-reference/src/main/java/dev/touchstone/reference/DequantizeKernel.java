package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Dequantize;

/**
 * The definition of {@link Dequantize}.
 *
 * <p>N9 Each integer is multiplied in float32 by the scale.
 */
final class DequantizeKernel {
    private DequantizeKernel() {}

    static Kernel prepare(Node node) {
        float scale = node.input(0).type().scale();
        return (inputs, outputs) ->
                dequantize(inputs.getFirst().bytes(), outputs.getFirst().floats(), scale);
    }

    private static void dequantize(byte[] q, float[] y, float scale) {
        for (int i = 0; i < y.length; i++) {
            y[i] = Requantization.dequantize(q[i], scale);
        }
    }
}
