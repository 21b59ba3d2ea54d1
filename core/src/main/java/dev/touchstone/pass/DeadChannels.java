package dev.touchstone.pass;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization.PerChannel;
import dev.touchstone.tensor.Quantization.PerTensor;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rule N6: an output channel whose weights are almost nothing has a scale so small that its bias overflows the
 * accumulator. The scale of such a channel is raised until the bias takes at most 2^30 steps, and its weights are rounded
 * to the new scale. Where all channels share one scale, that is refused.
 */
final class DeadChannels {
    private static final double MOST = 1 << 30;

    private DeadChannels() {}

    /**
     * The weights to use instead; empty if all is well.
     *
     * @param input scale of the product's input
     */
    static Optional<Tensor> raise(Node node, float input, Value weight, Value bias, Notes notes) {
        var given = Codes.tensor(bias);
        if (given.type().dataType() != DataType.FLOAT32) {
            return Optional.empty();
        }
        float[] b = given.toFloats();
        return switch (weight.type().quantization()) {
            case PerChannel(var axis, var scales) -> raise(node, input, weight, b, axis, scales, notes);
            case PerTensor one -> {
                requireFits(node, input, one.scale(), b);
                yield Optional.empty();
            }
            case null -> Optional.empty();
        };
    }

    private static Optional<Tensor> raise(
            Node node, float input, Value weight, float[] b, int axis, List<Float> scales, Notes notes) {
        var raised = new ArrayList<>(scales);
        for (int c = 0; c < b.length; c++) {
            if (steps(b[c], input, scales.get(c)) > MOST) {
                raised.set(c, up(Math.abs((double) b[c]) / (input * MOST)));
                notes.add(node.label() + ": output channel " + c + " is dead; its weight scale was raised from "
                        + scales.get(c) + " to " + raised.get(c) + " so that its bias fits");
            }
        }
        if (raised.equals(scales)) {
            return Optional.empty();
        }
        var shape = weight.type().shape();
        byte[] w = Codes.tensor(weight).toBytes();
        for (int i = 0; i < w.length; i++) {
            int c = Codes.channel(shape, axis, i);
            if (!raised.get(c).equals(scales.get(c))) {
                w[i] = (byte) Math.rint(Math.clamp(w[i] * (double) scales.get(c) / raised.get(c), -127, 127));
            }
        }
        return Optional.of(Tensor.of(new TensorType(DataType.INT8, shape, new PerChannel(axis, raised)), w));
    }

    private static void requireFits(Node node, float input, float scale, float[] b) {
        for (int c = 0; c < b.length; c++) {
            double steps = steps(b[c], input, scale);
            if (steps > MOST) {
                throw new InvalidGraphException("bias " + b[c] + " of output channel " + c + " is " + steps
                                + " accumulator steps; expected at most 2^30 (weights with one scale per channel, or"
                                + " precision FLOAT)")
                        .at(node.name(), node.operator().name());
            }
        }
    }

    private static double steps(float bias, float input, float scale) {
        return Math.abs((double) bias) / ((double) input * scale);
    }

    /** The smallest float32 that is not below. */
    private static float up(double value) {
        float nearest = (float) value;
        return nearest < value ? Math.nextUp(nearest) : nearest;
    }
}
