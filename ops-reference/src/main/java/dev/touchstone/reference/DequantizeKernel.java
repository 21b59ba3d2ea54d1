package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Dequantize;
import dev.touchstone.tensor.Quantization;

/**
 * The definition of {@link Dequantize}.
 *
 * <p>N9 Each integer is multiplied in float32 by the scale, that of its index of the axis where a constant has several.
 */
final class DequantizeKernel {
    private DequantizeKernel() {}

    static Kernel prepare(Node node) {
        var x = node.input(0).type();
        if (x.quantization() instanceof Quantization.PerChannel p) {
            int run = x.shape().product(p.axis() + 1, x.rank());
            var scales = new float[p.scales().size()];
            for (int i = 0; i < scales.length; i++) {
                scales[i] = p.scales().get(i);
            }
            return (inputs, outputs) ->
                    dequantize(inputs.getFirst().bytes(), outputs.getFirst().floats(), scales, run);
        }
        float[] scale = {x.scale()};
        int all = x.shape().elements();
        return (inputs, outputs) ->
                dequantize(inputs.getFirst().bytes(), outputs.getFirst().floats(), scale, all);
    }

    /** Runs of elements that share a scale; the scales repeat. */
    private static void dequantize(byte[] q, float[] y, float[] scales, int run) {
        for (int start = 0, c = 0; start < y.length; start += run, c = (c + 1) % scales.length) {
            dequantize(q, y, start, run, scales[c]);
        }
    }

    private static void dequantize(byte[] q, float[] y, int start, int n, float scale) {
        for (int i = start; i < start + n; i++) {
            y[i] = Requantization.dequantize(q[i], scale);
        }
    }
}
