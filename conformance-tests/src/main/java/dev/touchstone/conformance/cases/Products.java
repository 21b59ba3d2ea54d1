package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.cases.Draw.Operand;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Operator;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which numbers convolutions and matrix products are fed with. The output channels of a filter are its axis 0, of a
 * matrix its axis 1.
 */
final class Products {
    private Products() {}

    private static int axis(Operator operator) {
        return operator instanceof Conv2d ? 0 : 1;
    }

    /** A function that can be fused, each in its turn. */
    static Activation activation(Draw d) {
        return switch (d.step() % 5) {
            case 0 -> Activation.RELU;
            case 1 -> new Activation.Relu6(d.pick(6f, 1f, 0.5f, 7.5f));
            case 2 -> new Activation.LeakyRelu(d.pick(0.3f, 0.1f, 0.01f, -0.5f, 2f));
            case 3 -> new Activation.HardSwish(6, 6, 3);
            default -> new Activation.HardSwish(d.pick(6f, 5f), d.pick(6f, 5.5f), d.pick(3f, 2.5f));
        };
    }

    static Computation floats(Draw d, Operator operator, Tensor x, Tensor w, int channels) {
        var operands = new ArrayList<>(List.of(Operand.fed(x), Operand.constant(w)));
        if (d.oneIn(2)) {
            operands.add(Operand.constant(d.floats(Shape.of(channels), 2)));
        }
        return d.node(operator, List.of(), operands);
    }

    /** Any scales, with the output's such that results spread over the int8 range and a little beyond. */
    static Computation int8(Draw d, Operator operator, Shape x, Shape w, Pattern pattern, boolean intBias) {
        float sIn = d.scale();
        float sW = d.scale();
        double step = (double) sIn * sW;
        int channels = w.extent(axis(operator));
        int terms = w.elements() / channels;
        var operands = new ArrayList<>(List.of(
                Operand.fed(d.int8(x, sIn, pattern)),
                Operand.constant(
                        d.int8(w, sW, d.pick(Pattern.UNIFORM, Pattern.SMALL, Pattern.UNIFORM, Pattern.SPARSE)))));
        if (intBias) {
            operands.add(Operand.constant(d.ints(channels, -5000, 5000)));
        } else if (d.oneIn(2)) {
            operands.add(Operand.constant(d.uniform(Shape.of(channels), -5000 * step, 5000 * step)));
        }
        double spread = Math.sqrt(terms) * 127 * 127 / 3 * step;
        return d.node(operator, List.of(d.scaleFor(spread)), operands);
    }

    /** Scales that are powers of two and small sums, so that halves are met exactly on both sides of zero. */
    static Computation resultTies(Draw d, Operator operator, Shape x, Shape w) {
        float sIn = 0.5f;
        float sW = 0.25f;
        int shift = d.integer(1, 5);
        var operands = new ArrayList<>(List.of(
                Operand.fed(d.int8(x, sIn, d.pick(Pattern.UNIFORM, Pattern.SMALL))),
                Operand.constant(Tensor.of(TensorType.int8(w, sW), ones(d, w)))));
        if (d.oneIn(3)) {
            int channels = w.extent(axis(operator));
            operands.add(Operand.constant(d.ints(channels, -3, 4)));
        }
        return d.node(operator, List.of(0.125f * (1 << shift)), operands);
    }

    /** Multipliers like 0.1f, whose float32 products are ties where the exact products are not. */
    static Computation decimalTies(Draw d, Operator operator, Shape x, Shape w) {
        float sIn = 1;
        float sW = d.pick(0.1f, 0.3f, 0.7f, 0.05f);
        return d.node(
                operator,
                List.of(d.pick(1f, 2f, 0.5f)),
                List.of(
                        Operand.fed(d.int8(x, sIn, d.pick(Pattern.UNIFORM, Pattern.SMALL))),
                        Operand.constant(Tensor.of(TensorType.int8(w, sW), ones(d, w))),
                        Operand.constant(d.ints(w.extent(axis(operator)), -30, 31))));
    }

    private static byte[] ones(Draw d, Shape w) {
        var codes = new byte[w.elements()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) d.integer(-1, 2);
        }
        return codes;
    }

    /** Float biases half a step of the accumulator between two integers, on both sides of zero. */
    static Computation biasTies(Draw d, Operator operator, Shape x, Shape w) {
        float sIn = 0.5f;
        float sW = 0.5f;
        int channels = w.extent(axis(operator));
        var bias = new float[channels];
        for (int c = 0; c < channels; c++) {
            bias[c] = (d.integer(-40, 40) + 0.5f) * 0.25f;
        }
        return d.node(
                operator,
                List.of(0.25f),
                List.of(
                        Operand.fed(d.int8(x, sIn, Pattern.SMALL)),
                        Operand.constant(Tensor.of(TensorType.int8(w, sW), ones(d, w))),
                        Operand.constant(Tensor.of(bias, channels))));
    }

    static Computation int8ToFloat(Draw d, Operator operator, Shape x, Shape w) {
        var operands = new ArrayList<>(List.of(
                Operand.fed(d.int8(x, d.scale())),
                Operand.constant(
                        d.oneIn(2)
                                ? d.perChannel(w, axis(operator), Pattern.UNIFORM)
                                : d.int8(w, d.scale(), Pattern.UNIFORM))));
        if (d.oneIn(2)) {
            operands.add(Operand.constant(d.floats(Shape.of(w.extent(axis(operator))), 2)));
        }
        return d.node(operator, List.of(), operands);
    }

    static Computation perChannel(Draw d, Operator operator, Shape x, Shape w, int scaledAxis) {
        float sIn = d.scale();
        var weights = d.perChannel(w, scaledAxis, d.pick(Pattern.UNIFORM, Pattern.SPARSE));
        var scales = ((Quantization.PerChannel) Scales.of(weights.type())).scales();
        int channels = scales.size();
        int terms = w.elements() / channels;
        var operands =
                new ArrayList<>(List.of(Operand.fed(d.int8(x, sIn, Pattern.UNIFORM)), Operand.constant(weights)));
        if (d.oneIn(2)) {
            var bias = new float[channels];
            for (int c = 0; c < channels; c++) {
                bias[c] = (float) (d.real(-3000, 3000) * sIn * scales.get(c));
            }
            operands.add(Operand.constant(Tensor.of(bias, channels)));
        }
        if (d.oneIn(4)) {
            return d.node(operator, List.of(), operands);
        }
        double middle = scales.stream().sorted().toList().get(channels / 2);
        return d.node(operator, List.of(d.scaleFor(Math.sqrt(terms) * 127 * 127 / 3 * sIn * middle)), operands);
    }

    static Computation lowestWeights(Draw d, Operator operator, Shape x, Shape w) {
        var codes = new byte[w.elements()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) (d.oneIn(2) ? -128 : d.integer(-128, 128));
        }
        float sIn = d.scale();
        float sW = d.scale();
        double spread = 127.0 * 128 * (w.elements() / (double) w.extent(axis(operator))) * sIn * sW;
        return d.node(
                operator,
                d.scaleFor(spread),
                Operand.fed(d.int8(x, sIn, d.pick(Pattern.LIMITS, Pattern.HIGHEST, Pattern.LOWEST, Pattern.UNIFORM))),
                Operand.constant(Tensor.of(TensorType.int8(w, sW), codes)));
    }

    /** An int32 bias carries the sum near 2^24 or to the very bound that the definition allows. */
    static Computation largeSums(Draw d, Operator operator, Shape x, Shape w) {
        int channels = w.extent(axis(operator));
        int terms = w.elements() / channels;
        var codes = new byte[w.elements()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) (d.oneIn(2) ? 127 : -127);
        }
        boolean limit = d.step() % 2 == 0;
        long room = Integer.MAX_VALUE - 127L * 127 * terms;
        var bias = new int[channels];
        Arrays.setAll(bias, c -> {
            int sign = d.oneIn(2) ? 1 : -1;
            return sign * (int) (limit ? room - d.integer(0, 3) : (1 << 24) + d.integer(-3, 4));
        });
        float sOut = limit ? 0x1p25f : d.pick(0x1p18f, 0x1p19f, 131072.5f);
        return d.node(
                operator,
                sOut,
                Operand.fed(d.int8(x, 1, d.pick(Pattern.UNIFORM, Pattern.LIMITS, Pattern.SMALL))),
                Operand.constant(Tensor.of(TensorType.int8(w, 1), codes)),
                Operand.constant(Tensor.of(TensorType.of(DataType.INT32, Shape.of(channels)), bias)));
    }
}
