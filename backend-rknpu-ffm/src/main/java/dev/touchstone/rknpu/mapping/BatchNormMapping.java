package dev.touchstone.rknpu.mapping;

import dev.touchstone.backend.Support.Unsupported;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Padding;
import dev.touchstone.rknpu.ddk.Conv2DAttr;
import dev.touchstone.rknpu.ddk.OperatorType;
import dev.touchstone.rknpu.ddk.Windows;
import dev.touchstone.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A depthwise convolution with one tap: {@code a * x + b} with the a and b of rule B2. The library's BATCH_NORM would
 * round its parameters to float16.
 */
final class BatchNormMapping implements Mapping {
    @Override
    public Optional<Unsupported> refusal(Node node, Limits limits) {
        if (node.inputs().stream().skip(1).anyMatch(v -> !v.isConstant())) {
            return Mapping.refuse("BATCH_NORM", "parameters", "constants", "variables", "");
        }
        var x = node.input(0).type();
        var line = Line.of(node);
        double step = line.step();
        for (int c = 0; c < line.factors.length; c++) {
            double off = Math.abs(line.factors[c] - Math.rint(line.factors[c] / step) * step) * 127 * x.scale();
            double most = 0.5 * node.output().type().scale();
            double bias = Math.abs(line.offsets[c] / ((double) x.scale() * step));
            if (!(off <= most) || !(bias < 1 << 30) || !(step >= Float.MIN_NORMAL)) {
                return Mapping.refuse(
                        "BN_RANGE",
                        "factor of channel " + c,
                        "one that 8 bits hold closely enough beside the others",
                        line.factors[c],
                        "fold batch_norm into a convolution");
            }
        }
        return Optional.empty();
    }

    @Override
    public void lower(Node node, NetworkBuilder network) {
        var line = Line.of(node);
        var y = network.tensor(node.output());
        var image = image(y.shape());
        var x = network.apartFromRelu(network.reshape(network.tensor(node.input(0)), image));
        int channels = image.extent(1);
        float step = line.step();
        var codes = new byte[channels];
        var steps = new int[channels];
        for (int c = 0; c < channels; c++) {
            codes[c] = (byte) Math.rint(line.factors[c] / step);
            steps[c] = (int) Math.rint(line.offsets[c] / ((double) x.scale() * step));
        }
        var filter = network.constant(Shape.of(channels, 1, 1, 1), step, codes);
        var result = image.equals(y.shape()) ? y : network.intermediate(image, y.scale());
        boolean depthwise = channels > 1;
        network.add(
                OperatorType.CONV2D,
                List.of(x, filter, network.bias(x, filter, steps)),
                result,
                new Conv2DAttr(
                        new Windows(Hw.ONE, Hw.ONE, Padding.NONE),
                        channels,
                        depthwise ? channels : 1,
                        Hw.ONE,
                        depthwise ? 1 : 0,
                        false));
        if (result.id() != y.id()) {
            network.reshape(result, y);
        }
    }

    /** With ones to rank 4. */
    private static Shape image(Shape shape) {
        var extents = Arrays.copyOf(shape.toArray(), 4);
        Arrays.fill(extents, shape.rank(), 4, 1);
        return Shape.of(extents);
    }

    private static final class Line {
        private final double[] factors;
        private final double[] offsets;

        private Line(double[] factors, double[] offsets) {
            this.factors = factors;
            this.offsets = offsets;
        }

        static Line of(Node node) {
            var operator = (BatchNorm) node.operator();
            float[] scale = reals(node.input(1));
            float[] bias = reals(node.input(2));
            float[] mean = reals(node.input(3));
            float[] variance = reals(node.input(4));
            var factors = new double[scale.length];
            var offsets = new double[scale.length];
            for (int c = 0; c < factors.length; c++) {
                factors[c] = (double) scale[c] / Math.sqrt((double) variance[c] + (double) operator.epsilon());
                offsets[c] = (double) bias[c] - (double) mean[c] * factors[c];
            }
            return new Line(factors, offsets);
        }

        /** So that the largest factor has the code 127. */
        float step() {
            return (float) (Arrays.stream(factors).map(Math::abs).max().orElse(0) / 127);
        }

        private static float[] reals(Value value) {
            return NetworkBuilder.reals(value, 0);
        }
    }
}
