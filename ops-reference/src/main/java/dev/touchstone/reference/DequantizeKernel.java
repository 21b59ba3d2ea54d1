package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Dequantize;
import dev.touchstone.tensor.Quantization;

/**
 * The definition of {@link Dequantize}.
 *
 * <p>N9 Each integer is multiplied in float32 by the scale; a constant with one scale for each index of an axis uses that
 * index's scale.
 */
final class DequantizeKernel {
    private DequantizeKernel() {}

    static Kernel prepare(Node node) {
        var type = node.input(0).type();
        if (type.quantization() instanceof Quantization.PerChannel(var axis, var scales)) {
            int run = type.shape().product(axis + 1, type.rank());
            return (inputs, outputs) -> {
                byte[] q = inputs.getFirst().bytes();
                float[] y = outputs.getFirst().floats();
                for (int i = 0; i < y.length; i++) {
                    y[i] = Requantization.dequantize(q[i], scales.get(i / run % scales.size()));
                }
            };
        }
        float scale = type.scale();
        return (inputs, outputs) -> {
            byte[] q = inputs.getFirst().bytes();
            float[] y = outputs.getFirst().floats();
            for (int i = 0; i < y.length; i++) {
                y[i] = Requantization.dequantize(q[i], scale);
            }
        };
    }
}
