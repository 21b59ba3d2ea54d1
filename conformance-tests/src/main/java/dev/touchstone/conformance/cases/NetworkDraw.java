package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.Computation;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/**
 * Small networks in the form of known ones, with drawn weights: 32 x 32 pixels, 10 classes, a few channels. int8 scales
 * are such that values neither vanish nor saturate on the way.
 */
final class NetworkDraw {
    private static final int CLASSES = 10;

    private final Draw d;
    private final boolean int8;
    private final GraphBuilder builder;
    private final Tensor picture;
    private int names;

    private NetworkDraw(Draw d, String name, boolean int8) {
        this.d = d;
        this.int8 = int8;
        this.builder = new GraphBuilder(name);
        var shape = Shape.of(1, 3, 32, 32);
        this.picture = int8 ? d.int8(shape, 1 / 64f, Pattern.UNIFORM) : d.uniform(shape, -2, 2);
    }

    /** MobileNetV1: a convolution, then pairs of a depthwise one and one of 1 x 1. */
    static Computation mobileNet(Draw d, boolean int8) {
        var net = new NetworkDraw(d, "mobilenet_v1", int8);
        var x = net.convolution(net.builder.input("image", net.picture.type()), 8, 3, 2, 1, new Activation.Relu6(6));
        int[][] pairs = {{16, 1}, {32, 2}, {32, 1}, {64, 2}, {64, 1}};
        for (int[] pair : pairs) {
            int channels = x.type().shape().extent(1);
            x = net.convolution(x, channels, 3, pair[1], channels, new Activation.Relu6(6));
            x = net.convolution(x, pair[0], 1, 1, 1, new Activation.Relu6(6));
        }
        return net.classified(x);
    }

    /** ResNet: stages of two blocks, each of two convolutions beside a shortcut. */
    static Computation resNet(Draw d, boolean int8) {
        var net = new NetworkDraw(d, "resnet", int8);
        var x = net.convolution(net.builder.input("image", net.picture.type()), 8, 3, 1, 1, Activation.RELU);
        var window = new Window.Sliding(new Hw(3, 3), new Hw(2, 2), Padding.explicit(1, 1, 1, 1), false);
        x = net.same(new Pool2d(Pool2d.Kind.MAX, window, false), x);
        for (int channels : new int[] {8, 16, 32}) {
            int stride = channels == 8 ? 1 : 2;
            var shortcut = stride == 1 ? x : net.convolution(x, channels, 1, stride, 1, Activation.NONE);
            x = net.block(x, shortcut, channels, stride);
            x = net.block(x, x, channels, 1);
        }
        return net.classified(x);
    }

    private Value block(Value x, Value shortcut, int channels, int stride) {
        var inner = convolution(x, channels, 3, stride, 1, Activation.RELU);
        var outer = convolution(inner, channels, 3, 1, 1, Activation.NONE);
        return same(new Relu(), scaled(new Add(-1), 4, outer, shortcut));
    }

    private Computation classified(Value x) {
        var mean = same(new Pool2d(Pool2d.Kind.AVERAGE, new Window.Global(), false), x);
        var flat = same(new Reshape(List.of(1, -1)), mean);
        int features = flat.type().shape().extent(1);
        var scores = product(
                new FullyConnected(1, Activation.NONE), flat, Shape.of(features, CLASSES), 1, CLASSES, features);
        builder.output(scaled(new Softmax(-1), 1, scores));
        return new Computation(builder.build(), List.of(picture));
    }

    private Value convolution(Value x, int filters, int kernel, int stride, int groups, Activation activation) {
        int channels = x.type().shape().extent(1) / groups;
        int border = kernel / 2;
        var padding = Padding.explicit(border, border, border, border);
        return product(
                new Conv2d(new Hw(stride, stride), padding, Hw.ONE, groups, activation),
                x,
                Shape.of(filters, channels, kernel, kernel),
                0,
                filters,
                channels * kernel * kernel);
    }

    /** Weights of variance 2 by the number of terms keep the size of values. */
    private Value product(Operator operator, Value x, Shape weights, int axis, int channels, int terms) {
        double limit = Math.sqrt(6.0 / terms);
        Tensor w;
        if (!int8) {
            w = d.uniform(weights, -limit, limit);
        } else if (d.coin()) {
            w = d.perChannel(weights, axis, Pattern.UNIFORM);
        } else {
            w = d.int8(weights, (float) (limit / 127), Pattern.UNIFORM);
        }
        var bias = d.uniform(Shape.of(channels), -0.5, 0.5);
        return scaled(operator, 4, x, builder.constant("w" + names, w), builder.constant("b" + names, bias));
    }

    private Value same(Operator operator, Value x) {
        return node(operator, GraphBuilder.infer("layer", operator, List.of(x)).getFirst(), x);
    }

    private Value scaled(Operator operator, double size, Value... operands) {
        var shape = GraphBuilder.infer("layer", operator, List.of(operands))
                .getFirst()
                .shape();
        return node(
                operator, int8 ? TensorType.int8(shape, (float) (size / 127)) : TensorType.float32(shape), operands);
    }

    private Value node(Operator operator, TensorType type, Value... operands) {
        var name = operator.name() + "_" + names++;
        var result = Value.variable(name, type);
        builder.add(new Node(name, operator, List.of(operands), List.of(result)));
        return result;
    }
}
