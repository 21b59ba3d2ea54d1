package dev.touchstone.reference;

import dev.touchstone.backend.Support;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What depends only on scales, bias and activation of an int8 convolution or matrix product, by output channel: rules N3
 * to N5 and C7 to C11. Immutable.
 */
final class Int8Product {
    private final int[] bias;
    private final float[] multipliers;
    private final float @Nullable [] realBias;
    private final Activation activation;
    private final @Nullable Int8Rounding rounding;

    private Int8Product(
            int[] bias,
            float[] multipliers,
            float @Nullable [] realBias,
            Activation activation,
            @Nullable Int8Rounding rounding) {
        this.bias = bias;
        this.multipliers = multipliers;
        this.realBias = realBias;
        this.activation = activation;
        this.rounding = rounding;
    }

    /** What the accumulator of a channel starts from. */
    int bias(int channel) {
        return bias[channel];
    }

    /** Fills {@code row[0..n)} with what the accumulators of as many channels, from {@code first} on, start from. */
    void copyBias(int first, int[] row, int n) {
        System.arraycopy(bias, first, row, 0, n);
    }

    /** From accumulator to output, by channel: to steps of an int8 output's scale, or to real numbers. Not a copy. */
    float[] multipliers() {
        return multipliers;
    }

    /** Added to a float32 output, by channel; null if there is none or the accumulator holds it. Not a copy. */
    float @Nullable [] realBias() {
        return realBias;
    }

    /** To apply to a float32 output. */
    Activation activation() {
        return activation;
    }

    /** To apply to an int8 output; null for a float32 one. */
    @Nullable
    Int8Rounding rounding() {
        return rounding;
    }

    /**
     * The constants of a node with the inputs x, weight and perhaps bias.
     *
     * @param axis the weight's axis of output channels
     * @param terms number of products in one accumulator
     * @param alpha a further factor of the result, 1 if there is none
     * @throws Refusal if scales, bias or the accumulators' bound break a rule
     */
    static Int8Product of(Node node, int axis, int terms, float alpha, Activation activation) {
        float input = node.input(0).type().scale();
        var weight = node.input(1);
        int channels = weight.type().shape().extent(axis);
        float[] weights = weightScales(weight.type(), channels);
        boolean toInt8 = node.output().type().isQuantizedInt8();
        float output = toInt8 ? node.output().type().scale() : 1;

        var multipliers = new float[channels];
        for (int c = 0; c < channels; c++) {
            double exact = (double) input * (double) weights[c] * (double) alpha / (double) output;
            float magnitude = Requantization.multiplier("output channel " + c, Math.abs(exact));
            multipliers[c] = Math.copySign(magnitude, alpha);
        }
        var steps = new long[channels];
        float[] realBias = null;
        if (node.inputs().size() == 3) {
            var bias = constant(node.input(2));
            if (bias.type().dataType() == DataType.INT32) {
                int[] b = bias.toInts();
                Arrays.setAll(steps, c -> b[c]);
            } else if (toInt8) {
                float[] b = bias.toFloats();
                Arrays.setAll(steps, c -> Requantization.bias(c, b[c], input, weights[c]));
            } else {
                realBias = bias.toFloats();
            }
        }
        requireAccumulators(weight, axis, terms, steps);
        return new Int8Product(
                Arrays.stream(steps).mapToInt(Math::toIntExact).toArray(),
                multipliers,
                realBias,
                activation,
                toInt8 ? Int8Rounding.of(activation, output) : null);
    }

    private static Tensor constant(Value bias) {
        var values = bias.constant();
        if (values == null) {
            throw new Refusal(new Support.Unsupported("BIAS", "bias", "a constant for int8 inputs", "a variable", ""));
        }
        return values;
    }

    /** Rule N5. Weights that are not constant count as 127 each, stacks of constant matrices as 128. */
    private static void requireAccumulators(Value weight, int axis, int terms, long[] bias) {
        var sums = new long[bias.length];
        var constant = weight.constant();
        if (constant != null && weight.type().shape().elements() == (long) terms * bias.length) {
            int inner = weight.type().shape().product(axis + 1, weight.type().rank());
            byte[] w = constant.toBytes();
            for (int i = 0; i < w.length; i++) {
                sums[i / inner % sums.length] += Math.abs(w[i]);
            }
        } else {
            Arrays.fill(sums, (constant == null ? 127L : 128L) * terms);
        }
        for (int c = 0; c < bias.length; c++) {
            Requantization.requireAccumulator("output channel " + c, 127 * sums[c] + Math.abs(bias[c]));
        }
    }

    private static float[] weightScales(TensorType weight, int channels) {
        var scales = new float[channels];
        if (weight.quantization() instanceof Quantization.PerChannel(int axis, List<Float> values)) {
            for (int c = 0; c < channels; c++) {
                scales[c] = values.get(c);
            }
        } else {
            Arrays.fill(scales, weight.scale());
        }
        return scales;
    }
}
