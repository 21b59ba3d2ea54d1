package dev.touchstone.rknpu.mapping;

import dev.touchstone.backend.Support.Unsupported;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.rknpu.ddk.ClipAttr;
import dev.touchstone.rknpu.ddk.NoAttr;
import dev.touchstone.rknpu.ddk.OperatorType;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What convolutions and matrix products have in common: constant weights of one scale, a bias, an activation. */
final class Weights {
    private Weights() {}

    /** Weights are input 1, a bias is input 2. */
    static Optional<Unsupported> refusal(Node node, int axis, Activation activation) {
        var weights = node.input(1);
        if (!weights.isConstant() || !weights.type().isQuantizedInt8()) {
            return Mapping.refuse("WEIGHTS", "weights", "constant int8 with a scale", weights.type(), "");
        }
        if (weights.type().quantization() instanceof Quantization.PerChannel p
                && p.scales().stream().distinct().count() > 1) {
            return Mapping.refuse(
                    "PER_CHANNEL_WEIGHTS",
                    "weights",
                    "one scale, which is all that the library stores",
                    p.scales().stream().distinct().count() + " different scales",
                    "quantize the weights per tensor");
        }
        if (node.inputs().size() > 2 && !node.input(2).isConstant()) {
            return Mapping.refuse("BIAS", "bias", "a constant", "a variable", "");
        }
        return accumulator(node, axis).or(() -> activation(activation));
    }

    private static Optional<Unsupported> activation(Activation activation) {
        return switch (activation) {
            case Activation.None n -> Optional.empty();
            case Activation.Relu r -> Optional.empty();
            case Activation.Relu6 r -> Optional.empty();
            case Activation.LeakyRelu l -> unfused(l);
            case Activation.HardSwish h -> unfused(h);
        };
    }

    /** Between the product and a separate function the device would saturate numbers that the function brings back. */
    private static Optional<Unsupported> unfused(Activation activation) {
        return Mapping.refuse(
                "ACTIVATION", "activation", "none, relu or relu6", activation, "keep the function a node of its own");
    }

    /** The sum of products must fit into 32 bits for every input. */
    private static Optional<Unsupported> accumulator(Node node, int axis) {
        var type = node.input(1).type();
        byte[] codes = NetworkBuilder.codes(node.input(1));
        int inner = type.shape().product(axis + 1, type.rank());
        int channels = type.shape().extent(axis);
        double product = (double) node.input(0).type().scale() * (double) scale(node.input(1));
        var sums = new double[channels];
        for (int i = 0; i < codes.length; i++) {
            sums[i / inner % channels] += 127 * Math.abs(codes[i]);
        }
        double[] bias = exactBias(node, product, channels);
        for (int c = 0; c < channels; c++) {
            double most = sums[c] + Math.abs(bias[c]);
            if (!(most <= Integer.MAX_VALUE)) {
                return Mapping.refuse(
                        "ACCUMULATOR",
                        "sum of output channel " + c,
                        "32 bits",
                        String.format(Locale.ROOT, "%.0f", most),
                        "");
            }
        }
        return Optional.empty();
    }

    static float scale(Value weights) {
        return weights.type().quantization() instanceof Quantization.PerChannel p
                ? p.scales().getFirst()
                : weights.type().scale();
    }

    /** Rule N4: in steps of the accumulator, ties to even. Without a bias zeros, because the library demands one. */
    static int[] bias(Node node, int channels) {
        double product = (double) node.input(0).type().scale() * (double) scale(node.input(1));
        return Arrays.stream(exactBias(node, product, channels))
                .mapToInt(b -> (int) b)
                .toArray();
    }

    private static double[] exactBias(Node node, double product, int channels) {
        var steps = new double[channels];
        if (node.inputs().size() > 2) {
            var bias = node.input(2);
            if (bias.type().dataType() == DataType.INT32) {
                int[] b = Objects.requireNonNull(bias.constant()).toInts();
                Arrays.setAll(steps, c -> b[c]);
            } else {
                float[] b = NetworkBuilder.reals(bias, channels);
                Arrays.setAll(steps, c -> Math.rint((double) b[c] / product));
            }
        }
        return steps;
    }

    /** Whether the activation is part of the operator: only the rectifier can be. */
    static boolean fused(Activation activation) {
        return activation instanceof Activation.Relu;
    }

    /** What the product writes to: the output, or a tensor of the same scale in front of a separate activation. */
    static DeviceTensor result(Activation activation, DeviceTensor output, NetworkBuilder network) {
        return activation instanceof Activation.None || fused(activation)
                ? output
                : network.intermediate(output.shape(), output.scale());
    }

    /**
     * Adds the activation that is not part of the operator. In front of it stand codes of the output's scale: limits move
     * no code and bring none back that was saturated, so that nothing is rounded twice.
     */
    static void activate(Activation activation, DeviceTensor result, DeviceTensor output, NetworkBuilder network) {
        switch (activation) {
            case Activation.None n -> {}
            case Activation.Relu r -> {}
            case Activation.Relu6(float threshold) -> {
                if (threshold == 6) {
                    network.add(OperatorType.RELU6, List.of(result), output, new NoAttr());
                } else {
                    network.add(OperatorType.CLIP, List.of(result), output, new ClipAttr(0, threshold));
                }
            }
            case Activation.LeakyRelu l -> throw new IllegalArgumentException(l + " has no mapping");
            case Activation.HardSwish h -> throw new IllegalArgumentException(h + " has no mapping");
        }
    }
}
