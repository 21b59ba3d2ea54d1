package dev.touchstone.conformance.profile;

import dev.touchstone.conformance.Computation;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Operator;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/** Computations of one node, and the tensors that they are fed with. */
final class Built {
    private Built() {}

    /** Feeds all operands. */
    static Computation of(Operator operator, float out, Tensor... fed) {
        return computation(operator, out, List.of(fed), List.of());
    }

    /** Feeds the first operand of a convolution or matrix product; the others are constants. */
    static Computation product(Operator operator, float out, Tensor x, Tensor... constants) {
        return computation(operator, out, List.of(x), List.of(constants));
    }

    private static Computation computation(Operator operator, float out, List<Tensor> fed, List<Tensor> constants) {
        var builder = new GraphBuilder(operator.name());
        var operands = new ArrayList<Value>();
        fed.forEach(t -> operands.add(builder.input("x" + operands.size(), t.type())));
        constants.forEach(t -> operands.add(builder.constant("c" + operands.size(), t)));
        var shape = GraphBuilder.infer("node", operator, operands).getFirst().shape();
        var y = Value.variable("y", TensorType.int8(shape, out));
        builder.add(new Node("node", operator, operands, List.of(y)));
        builder.output(y);
        return new Computation(builder.build(), fed);
    }

    /** Every input times one weight. */
    static Computation convolution(Tensor x, float scale, int weight, float out) {
        return product(Conv2d.plain(), out, x, tensor(scale, i -> weight, 1, 1, 1, 1));
    }

    /** Every input times one weight; the input becomes a column. */
    static Computation connected(Tensor x, float scale, int weight, float out) {
        return product(
                new FullyConnected(1, new Activation.None()),
                out,
                column(x.type().scale()),
                tensor(scale, i -> weight, 1, 1));
    }

    /** A convolution in which every sum meets every bias. */
    static Computation biased(int[] sums, float in, float weight, float out, float... biases) {
        return product(
                Conv2d.plain(),
                out,
                tensor(in, i -> sums[i], 1, 1, 1, sums.length),
                tensor(weight, i -> 1, biases.length, 1, 1, 1),
                Tensor.of(biases, biases.length));
    }

    /** A fully connected operator in which every sum meets every bias. */
    static Computation biasedConnected(int[] sums, float in, float weight, float out, float... biases) {
        return product(
                new FullyConnected(1, new Activation.None()),
                out,
                tensor(in, i -> sums[i], sums.length, 1),
                tensor(weight, i -> 1, 1, biases.length),
                Tensor.of(biases, biases.length));
    }

    /** Codes -127 to 127. */
    static Tensor codes(float scale) {
        return tensor(scale, i -> i - 127, 1, 1, 15, 17);
    }

    /** Codes -127 to 127 as a matrix of one column. */
    static Tensor column(float scale) {
        return tensor(scale, i -> i - 127, 255, 1);
    }

    /** The same codes in another order, so that they meet those of {@link #codes} in many sums and differences. */
    static Tensor shuffled(float scale) {
        return tensor(scale, i -> i * 53 % 255 - 127, 1, 1, 15, 17);
    }

    /** Small factors. */
    static Tensor few(float scale) {
        return tensor(scale, i -> i % 7 - 3, 1, 1, 15, 17);
    }

    /** The same code everywhere. */
    static Tensor all(int code, float scale, int... extents) {
        return tensor(scale, i -> code, extents);
    }

    /** A single weight 1 of a matrix product. */
    static Tensor one(float scale) {
        return tensor(scale, i -> 1, 1, 1);
    }

    /** A filter of one channel, all of whose taps are 1. */
    static Tensor filter(float scale, int taps) {
        int side = taps == 1 ? 1 : 3;
        return tensor(scale, i -> 1, 1, 1, side, side);
    }

    /** Negative codes and a few positive ones, so that zeros outside would be the largest of some windows. */
    static Tensor ramp(float scale, int height, int width) {
        return tensor(scale, i -> 2 * i - 33, 1, 1, height, width);
    }

    /** Windows side by side whose sums are -90 to 90 times so much. */
    static Tensor windows(int kernel, int step) {
        int count = 181;
        return tensor(
                1,
                i -> {
                    int window = i % (count * kernel) / kernel;
                    int place = i / (count * kernel) * kernel + i % kernel;
                    int sum = (window - 90) * step;
                    int elements = kernel * kernel;
                    return sum / elements + (place < Math.abs(sum % elements) ? Integer.signum(sum) : 0);
                },
                1,
                1,
                kernel,
                count * kernel);
    }

    /** Codes of all magnitudes, the same ones in every run. */
    static Tensor sample(float scale, int... extents) {
        var random = new SplittableRandom(Arrays.hashCode(extents));
        return tensor(scale, i -> random.nextInt(-100, 101), extents);
    }

    private static Tensor tensor(float scale, IntUnaryOperator code, int... extents) {
        var shape = Shape.of(extents);
        var bytes = new byte[shape.elements()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) code.applyAsInt(i);
        }
        return Tensor.of(TensorType.int8(shape, scale), bytes);
    }
}
