package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.Rounding;
import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Activation;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What an int8 convolution or matrix product needs for each output channel (rules N3 to N5, C8, C9, C11).
 *
 * @param bias start values of the accumulators; for floats, their bits
 * @param multipliers from accumulators to steps of the output's scale
 * @param addends added after the multiplication, for float results
 * @param limit whether an accumulator times its multiplier may leave int32
 */
record ProductConstants(int[] bias, float[] multipliers, float[] addends, boolean limit) {
    /**
     * Of a node with the int8 inputs x, weight and perhaps bias.
     *
     * @param axis the weight's axis of output channels
     * @throws Refusal if scales, bias or the bound of the accumulators break a rule
     */
    static ProductConstants of(Node node, int axis) {
        var weight = node.input(1);
        int channels = weight.type().shape().extent(axis);
        float in = node.input(0).type().scale();
        boolean toInt8 = node.output().type().isQuantizedInt8();
        float out = toInt8 ? node.output().type().scale() : 1;
        var addends = new float[toInt8 ? 0 : channels];
        var bias = new int[channels];
        var multipliers = new float[channels];
        // Adding up all weights takes long; as many weights of the largest size mostly do.
        long coarse = 127L * 128L * (weight.type().shape().elements() / channels);
        long[] sums = {};
        boolean limit = false;
        var steps = node.inputs().size() == 3 ? integerBias(node) : null;
        var real = node.inputs().size() == 3 && steps == null ? Weights.floats(constant(node, 2)) : null;
        var scales = weight.type().quantization() instanceof Quantization.PerChannel p ? p.scales() : null;
        for (int c = 0; c < channels; c++) {
            float scale = scales != null ? scales.get(c) : weight.type().scale();
            multipliers[c] = multiplier((double) in * (double) scale / (double) out);
            long start = 0;
            if (steps != null) {
                start = steps[c];
            } else if (real != null && toInt8) {
                start = bias(real[c], c, in, scale);
            } else if (real != null) {
                addends[c] = real[c];
            }
            long bound = coarse + Math.abs(start);
            if (bound > Integer.MAX_VALUE || exceedsInt(bound, multipliers[c])) {
                sums = sums.length == 0 ? magnitudes(node, axis, channels) : sums;
                bound = 127 * sums[c] + Math.abs(start);
            }
            if (bound > Integer.MAX_VALUE) {
                throw new Refusal(
                        "ACCUMULATOR", "output channel " + c, "accumulators up to " + Integer.MAX_VALUE, "" + bound);
            }
            bias[c] = (int) start;
            limit |= exceedsInt(bound, multipliers[c]);
        }
        return new ProductConstants(bias, multipliers, addends, limit);
    }

    private static boolean exceedsInt(long bound, float multiplier) {
        return (double) bound * (double) multiplier >= 0x7fffff00;
    }

    /** Of a convolution or matrix product of floats, perhaps with a batch normalization behind (rule B1). */
    static ProductConstants ofFloats(Node node, int channels, @Nullable Node norm) {
        var bias = new int[channels];
        var real = node.inputs().size() == 3 ? Weights.floats(constant(node, 2)) : new float[channels];
        for (int c = 0; c < channels; c++) {
            bias[c] = Float.floatToRawIntBits(real[c]);
        }
        var multipliers = new float[channels];
        var addends = new float[channels];
        if (norm != null) {
            float[][] factors = NormStages.reals(norm, channels);
            multipliers = factors[0];
            addends = factors[1];
        }
        return new ProductConstants(bias, multipliers, addends, false);
    }

    static Tensor constant(Node node, int input) {
        var constant = node.input(input).constant();
        if (constant == null) {
            throw new Refusal("CONSTANT", node.input(input).name(), "a constant", "a variable");
        }
        return constant;
    }

    /** A bias in steps of the scales; null if it is real numbers. */
    private static int @Nullable [] integerBias(Node node) {
        var bias = constant(node, 2);
        return bias.type().dataType() == DataType.INT32 ? bias.toInts() : null;
    }

    private static long bias(float bias, int channel, float in, float scale) {
        double steps = Math.rint((double) bias / ((double) in * (double) scale));
        if (!(Math.abs(steps) <= Integer.MAX_VALUE)) {
            throw new Refusal("BIAS", "bias of output channel " + channel, "32 bits in steps of the scales", "" + bias);
        }
        return (long) steps;
    }

    /** Rule N3. */
    static float multiplier(double exact) {
        float m = (float) exact;
        if (!(m >= Float.MIN_NORMAL && m <= Float.MAX_VALUE)) {
            throw new Refusal("MULTIPLIER", "multiplier", "a normal float32", "" + exact);
        }
        return m;
    }

    private static long[] magnitudes(Node node, int axis, int channels) {
        var constant = constant(node, 1);
        var sums = new long[channels];
        byte[] w = Weights.bytes(constant);
        int inner = node.input(1)
                .type()
                .shape()
                .product(axis + 1, node.input(1).type().rank());
        if (axis == 0) {
            for (int c = 0; c < channels; c++) {
                sums[c] = sum(w, c * inner, inner);
            }
        } else {
            for (int row = 0; row < w.length; row += channels) {
                addRow(w, row, sums);
            }
        }
        return sums;
    }

    /** For a matrix, whose channels are the columns. */
    private static void addRow(byte[] w, int from, long[] sums) {
        for (int c = 0; c < sums.length; c++) {
            sums[c] += Math.abs(w[from + c]);
        }
    }

    private static long sum(byte[] w, int from, int n) {
        int sum = 0;
        for (int i = from; i < from + n; i++) {
            sum += Math.abs(w[i]);
        }
        return sum;
    }

    /** How results become bytes: the activation as limits or curve. */
    Rounding rounding(Activation activation, float out, ByteForm form) {
        int low = -127;
        int high = 127;
        var curve = Rounding.LINE;
        switch (activation) {
            case Activation.None() -> {}
            case Activation.Relu() -> low = 0;
            case Activation.Relu6(float threshold) -> {
                low = 0;
                high = (int) Math.rint(Math.min(127f, (float) (threshold / (double) out)));
            }
            case Activation.LeakyRelu(float alpha) -> curve = new Rounding.Curve.Leaky(alpha);
            case Activation.HardSwish(float threshold, float scale, float offset) ->
                curve = new Rounding.Curve.HardSwish(
                        (float) ((double) offset / (double) out), (float) ((double) threshold / (double) out), (float)
                                ((double) out / (double) scale));
        }
        return new Rounding(form, low, high, limit || !curve.equals(Rounding.LINE), curve);
    }
}
