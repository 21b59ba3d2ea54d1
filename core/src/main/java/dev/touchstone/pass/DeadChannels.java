package dev.touchstone.pass;

import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Rule N6: an output channel whose weights are almost nothing has a scale so small that its bias overflows the
 * accumulator. The scale of such a channel is raised until the bias takes at most 2^30 steps, and its weights are rounded
 * to the new scale. Only where there is a scale for each channel.
 */
final class DeadChannels {
    private static final double MOST = 1 << 30;

    private DeadChannels() {}

    /** The weights to use instead; empty if all is well. */
    static Optional<Tensor> raise(Node node, float input, Value weight, Value bias, Notes notes) {
        var codes = weight.constant();
        var biases = bias.constant();
        if (codes == null
                || biases == null
                || biases.type().dataType() != DataType.FLOAT32
                || !(weight.type().quantization() instanceof Quantization.PerChannel(var axis, var scales))) {
            return Optional.empty();
        }
        float[] b = biases.toFloats();
        var raised = new ArrayList<>(scales);
        boolean any = false;
        for (int c = 0; c < b.length; c++) {
            double steps = Math.abs(b[c]) / ((double) input * (double) scales.get(c));
            if (steps > MOST) {
                raised.set(c, Math.nextUp((float) (Math.abs(b[c]) / ((double) input * MOST))));
                notes.add(node.label() + ": output channel " + c + " is dead; its weight scale was raised from "
                        + scales.get(c) + " to " + raised.get(c) + " so that its bias fits");
                any = true;
            }
        }
        if (!any) {
            return Optional.empty();
        }
        var shape = weight.type().shape();
        byte[] w = codes.toBytes();
        for (int i = 0; i < w.length; i++) {
            int c = Codes.channel(shape, axis, i);
            double value = w[i] * (double) scales.get(c) / (double) raised.get(c);
            w[i] = raised.get(c).equals(scales.get(c)) ? w[i] : (byte) Math.rint(Math.clamp(value, -127, 127));
        }
        var type = new TensorType(DataType.INT8, shape, new Quantization.PerChannel(axis, raised));
        return Optional.of(Tensor.of(type, w));
    }
}
