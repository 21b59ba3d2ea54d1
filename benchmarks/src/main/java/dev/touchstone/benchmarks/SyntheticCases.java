package dev.touchstone.benchmarks;

import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Value;
import dev.touchstone.model.GraphModel;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FakeQuantize;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Padding;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import java.util.SplittableRandom;

/** Single int8 operators off the main road, each a model of its own. */
public final class SyntheticCases {
    /** The name of the node that a case is about. */
    public static final String NODE = "case";

    private static final FakeQuantize.Order ORDER = FakeQuantize.Order.CLIP_THEN_ROUND;

    /**
     * One operator.
     *
     * @param title what is special about it
     * @param model float32 in and out, the operator between fake quantization
     */
    public record Case(String title, GraphModel model) {}

    private SyntheticCases() {}

    /** All of them, seeded. */
    public static List<Case> all() {
        var same = pad(1);
        return List.of(
                conv("3x3, 256 to 256 channels, 28x28: the yardstick", shape(1, 256, 28), 256, 3, plain(same, 1, 1), 0),
                conv("the same, a scale for each channel", shape(1, 256, 28), 256, 3, plain(same, 1, 1), 1),
                conv("the same, 4 images", shape(4, 256, 28), 256, 3, plain(same, 1, 1), 0),
                conv("the same, dilation 2", shape(1, 256, 28), 256, 3, plain(pad(2), 2, 1), 0),
                conv("the same, 2 groups", shape(1, 256, 28), 256, 3, plain(same, 1, 2), 0),
                conv("the same, 8 groups", shape(1, 256, 28), 256, 3, plain(same, 1, 8), 0),
                conv("the same, 16 groups", shape(1, 256, 28), 256, 3, plain(same, 1, 16), 0),
                conv("the same, 32 groups", shape(1, 256, 28), 256, 3, plain(same, 1, 32), 0),
                conv("3x3, 128 channels in 32 groups, 56x56", shape(1, 128, 56), 128, 3, plain(same, 1, 32), 0),
                conv("1x1, 240 to 60 channels, 3 groups, 28x28", shape(1, 240, 28), 60, 1, plain(pad(0), 1, 3), 0),
                conv("1x1, 60 to 240 channels, 3 groups, 28x28", shape(1, 60, 28), 240, 1, plain(pad(0), 1, 3), 0),
                conv("the yardstick, padding 0, 1, 2, 0", shape(1, 256, 28), 256, 3, plain(UNEVEN, 1, 1), 0),
                conv("1x1, 100 to 72 channels, 28x28", shape(1, 100, 28), 72, 1, plain(pad(0), 1, 1), 0),
                conv("1x1, 116 to 116 channels, 28x28", shape(1, 116, 28), 116, 1, plain(pad(0), 1, 1), 0),
                pointwise(32, 16, 112),
                pointwise(16, 96, 112),
                pointwise(96, 24, 56),
                pointwise(24, 144, 56),
                pointwise(144, 24, 56),
                pointwise(40, 120, 28),
                pointwise(120, 40, 28),
                pointwise(72, 24, 28),
                pointwise(200, 80, 14),
                pointwise(96, 576, 14),
                pointwise(576, 96, 14),
                pointwise(160, 960, 7),
                pointwise(960, 160, 7),
                conv("3x3, 24 to 40 channels, 56x56", shape(1, 24, 56), 40, 3, plain(same, 1, 1), 0),
                conv("depthwise 3x3, 128 channels, 56x56", shape(1, 128, 56), 128, 3, plain(same, 1, 128), 0),
                conv("depthwise 5x5, 128 channels, 56x56", shape(1, 128, 56), 128, 5, plain(pad(2), 1, 128), 0),
                conv("depthwise 7x7, 128 channels, 56x56", shape(1, 128, 56), 128, 7, plain(pad(3), 1, 128), 0),
                depthwise(3, 96, 112, 2),
                depthwise(3, 144, 56, 1),
                depthwise(3, 24, 56, 1),
                depthwise(5, 40, 28, 1),
                depthwise(5, 72, 28, 2),
                depthwise(5, 120, 28, 1),
                depthwise(3, 576, 14, 1),
                depthwise(5, 960, 7, 1),
                conv("depthwise 3x3, multiplier 2, 128 channels", shape(1, 128, 56), 256, 3, plain(same, 1, 128), 0),
                conv("depthwise 3x3, 58 channels, 28x28", shape(1, 58, 28), 58, 3, plain(same, 1, 58), 0),
                binary("add, 256x56x56", shape(1, 256, 56), new Add(-1)),
                binary("multiply, 256x56x56", shape(1, 256, 56), new Mul(-1)),
                binary("concat, 2 times 64x56x56", shape(1, 64, 56), new Concat(1)),
                binary("concat, 2 times 58x28x28", shape(1, 58, 28), new Concat(1)));
    }

    private static final Padding UNEVEN = Padding.explicit(0, 1, 2, 0);

    private static Case pointwise(int c, int m, int size) {
        var title = "1x1, %d to %d channels, %dx%d".formatted(c, m, size, size);
        return conv(title, shape(1, c, size), m, 1, plain(pad(0), 1, 1), 0);
    }

    private static Case depthwise(int kernel, int c, int size, int stride) {
        var title = "depthwise %dx%d, %d channels, %dx%d%s"
                .formatted(kernel, kernel, c, size, size, stride == 1 ? "" : ", stride " + stride);
        var conv = new Conv2d(new Hw(stride, stride), pad(kernel / 2), Hw.ONE, c, Activation.RELU);
        return conv(title, shape(1, c, size), c, kernel, conv, 0);
    }

    private static Padding pad(int all) {
        return Padding.explicit(all, all, all, all);
    }

    private static Shape shape(int images, int channels, int size) {
        return Shape.of(images, channels, size, size);
    }

    private static Conv2d plain(Padding padding, int dilation, int groups) {
        return new Conv2d(Hw.ONE, padding, new Hw(dilation, dilation), groups, Activation.RELU);
    }

    private static Case conv(String title, Shape x, int m, int kernel, Conv2d conv, int scales) {
        var builder = new GraphBuilder("case");
        var random = new SplittableRandom(11);
        int group = x.extent(1) / conv.groups();
        var filter = Shape.of(m, group, kernel, kernel);
        var weights = new float[filter.elements()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextDouble(-1, 1);
        }
        var w = builder.constant("w", Tensor.of(TensorType.float32(filter), weights));
        int axis = scales == 0 ? -1 : 0;
        var thresholds = new float[scales == 0 ? 1 : m];
        for (int i = 0; i < thresholds.length; i++) {
            thresholds[i] = (float) random.nextDouble(0.9, 1);
        }
        var threshold = builder.constant("w.threshold", Tensor.of(thresholds, thresholds.length));
        var quantized = builder.add("w.quantized", new FakeQuantize(ORDER, 8, axis, true, false), w, threshold);
        var input = quantized(builder, builder.input("x", TensorType.float32(x)), 2);
        var y = builder.add(NODE, conv, input, quantized);
        builder.output(quantized(builder, y, (float) (4 * Math.sqrt(group * kernel * kernel))));
        return new Case(title, new GraphModel(builder.build()));
    }

    private static Case binary(String title, Shape x, Operator operator) {
        var builder = new GraphBuilder("case");
        var a = quantized(builder, builder.input("a", TensorType.float32(x)), 2);
        var b = quantized(builder, builder.input("b", TensorType.float32(x)), 2);
        builder.output(quantized(builder, builder.add(NODE, operator, a, b), 4));
        return new Case(title, new GraphModel(builder.build()));
    }

    private static Value quantized(GraphBuilder builder, Value real, float threshold) {
        var constant = builder.constant(real.name() + ".threshold", Tensor.of(new float[] {threshold}, 1));
        return builder.add(real.name() + ".quantized", new FakeQuantize(ORDER, 8, -1, true, false), real, constant);
    }
}
