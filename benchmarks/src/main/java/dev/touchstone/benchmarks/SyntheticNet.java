package dev.touchstone.benchmarks;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Networks of the shape of well-known ones for 224 x 224 images, with seeded random weights, in int8 or float32
 * throughout: their kernels do the same work as with trained weights. Scales are chosen so that values neither vanish nor
 * saturate.
 */
public final class SyntheticNet {
    /** Root mean square of weights, and of an image, that are uniform from -127 to 127. */
    private static final double UNIFORM_SPREAD = 73;

    /**
     * What products get, in steps of their scale: so little that next to nothing saturates, for other engines saturate
     * elsewhere. Depthwise filters make some channels much stronger than others.
     */
    private static final double PRODUCT_SPREAD = 8;

    private final GraphBuilder builder;
    private final boolean int8;
    private final SplittableRandom random = new SplittableRandom(7);

    /** Root mean square of int8 activations by name, in steps of their scales. */
    private final Map<String, Double> spreads = new HashMap<>();

    private int nodes;

    private SyntheticNet(String name, boolean int8) {
        this.builder = new GraphBuilder(name);
        this.int8 = int8;
    }

    /** MobileNetV1, 569 million multiply-adds. */
    static Graph mobileNetV1(boolean int8) {
        var net = new SyntheticNet("mobilenet_v1", int8);
        var x = net.conv(net.image(), 32, 3, 2, false, true);
        int[][] blocks = {
            {64, 1}, {128, 2}, {128, 1}, {256, 2}, {256, 1}, {512, 2}, {512, 1}, {512, 1}, {512, 1}, {512, 1}, {512, 1},
            {1024, 2}, {1024, 1}
        };
        for (int[] block : blocks) {
            x = net.conv(x, x.type().shape().extent(1), 3, block[1], true, true);
            x = net.conv(x, block[0], 1, 1, false, true);
        }
        return net.classify(x);
    }

    /** ResNet50 with the stride in the 3 x 3 convolution, 4089 million multiply-adds. */
    static Graph resNet50(boolean int8) {
        var net = new SyntheticNet("resnet50", int8);
        var x = net.conv(net.image(), 64, 7, 2, false, true);
        x = net.withSpread(
                net.add(
                        new Pool2d(
                                Pool2d.Kind.MAX,
                                new Window.Sliding(new Hw(3, 3), new Hw(2, 2), Padding.explicit(1, 1, 1, 1), false),
                                false),
                        net.scale(x),
                        x),
                PRODUCT_SPREAD * 1.5);
        int[] blocks = {3, 4, 6, 3};
        for (int group = 0; group < 4; group++) {
            for (int i = 0; i < blocks[group]; i++) {
                x = net.bottleneck(x, 64 << group, i == 0 && group > 0 ? 2 : 1, i == 0);
            }
        }
        return net.classify(x);
    }

    private Value bottleneck(Value x, int channels, int stride, boolean project) {
        var shortcut = project ? conv(x, 4 * channels, 1, stride, false, false) : x;
        var y = conv(x, channels, 1, 1, false, true);
        y = conv(y, channels, 3, stride, false, true);
        y = conv(y, 4 * channels, 1, 1, false, false);
        double sum = Math.hypot(scale(y) * spread(y), scale(shortcut) * spread(shortcut));
        y = add(new Add(-1), (float) (sum / PRODUCT_SPREAD), y, shortcut);
        // The shortcut is positive already: a rectifier behind the sum takes little away.
        return withSpread(add(new Relu(), scale(y), y), PRODUCT_SPREAD);
    }

    private Value withSpread(Value value, double spread) {
        spreads.put(value.name(), spread);
        return value;
    }

    private double spread(Value value) {
        return spreads.getOrDefault(value.name(), UNIFORM_SPREAD);
    }

    private Value image() {
        var shape = Shape.of(1, 3, 224, 224);
        return builder.input("image", int8 ? TensorType.int8(shape, 2f / 127) : TensorType.float32(shape));
    }

    private float scale(Value value) {
        return int8 ? value.type().scale() : 1;
    }

    private Value conv(Value x, int m, int kernel, int stride, boolean depthwise, boolean relu) {
        int c = x.type().shape().extent(1);
        int group = depthwise ? 1 : c;
        var filter = weights("filter", group * kernel * kernel, spread(x), m, group, kernel, kernel);
        int pad = kernel / 2;
        var conv = new Conv2d(
                new Hw(stride, stride),
                Padding.explicit(pad, pad, pad, pad),
                Hw.ONE,
                c / group,
                relu ? Activation.RELU : Activation.NONE);
        return withSpread(
                add(conv, scale(x), x, filter, bias(x, filter, m)),
                relu ? PRODUCT_SPREAD / Math.sqrt(2) : PRODUCT_SPREAD);
    }

    private Graph classify(Value last) {
        int c = last.type().shape().extent(1);
        var x = add(new Pool2d(Pool2d.Kind.AVERAGE, new Window.Global(), false), scale(last), last);
        var w = weights("weight", c, spread(last), c, 1000);
        var logits = builder.add("logits", new FullyConnected(1, Activation.NONE), x, w, bias(x, w, 1000));
        builder.output(logits);
        return builder.build();
    }

    /** Weights that turn activations into as widely spread sums of so many products. */
    private Value weights(String name, int terms, double spread, int... extents) {
        var shape = Shape.of(extents);
        int n = shape.elements();
        if (int8) {
            float scale = (float) (PRODUCT_SPREAD / (UNIFORM_SPREAD * spread * Math.sqrt(terms)));
            var values = new byte[n];
            for (int i = 0; i < n; i++) {
                values[i] = (byte) random.nextInt(-127, 128);
            }
            return builder.constant(name + nodes, Tensor.of(TensorType.int8(shape, scale), values));
        }
        double limit = Math.sqrt(6.0 / terms);
        var values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextDouble(-limit, limit);
        }
        return builder.constant(name + nodes, Tensor.of(TensorType.float32(shape), values));
    }

    private Value bias(Value x, Value weight, int m) {
        var values = new float[m];
        for (int i = 0; i < m; i++) {
            values[i] =
                    (float) (random.nextDouble(-10, 10) * scale(x) * scale(weight) * (int8 ? UNIFORM_SPREAD : 0.01));
        }
        return builder.constant("bias" + nodes, Tensor.of(values, m));
    }

    private Value add(dev.touchstone.op.Operator operator, float scale, Value... operands) {
        var name = operator.name() + "_" + nodes++;
        var shape =
                GraphBuilder.infer(name, operator, List.of(operands)).getFirst().shape();
        var type = int8 ? TensorType.int8(shape, scale) : TensorType.float32(shape);
        return builder.add(new Node(name, operator, List.of(operands), List.of(Value.variable(name, type))))
                .output();
    }

    /** Seeded data for the inputs of a graph. */
    public static List<Tensor> inputs(Graph graph) {
        var random = new SplittableRandom(5);
        var tensors = new ArrayList<Tensor>();
        for (var type : graph.inputs().stream().map(Value::type).toList()) {
            var tensor = Tensor.allocate(type);
            for (int i = 0; i < type.shape().elements(); i++) {
                if (type.dataType() == DataType.INT8) {
                    tensor.bytes()[i] = (byte) random.nextInt(-127, 128);
                } else {
                    tensor.floats()[i] = (float) random.nextDouble(-2, 2);
                }
            }
            tensors.add(tensor);
        }
        return tensors;
    }

    /** Room for the outputs of a graph. */
    static List<Tensor> outputs(Graph graph) {
        return graph.outputs().stream().map(v -> Tensor.allocate(v.type())).toList();
    }

    /** Multiply-adds of a graph's convolutions and matrix products. */
    static long multiplyAdds(Graph graph) {
        return graph.nodes().stream().mapToLong(SyntheticNet::multiplyAdds).sum();
    }

    /** Multiply-adds of a convolution or matrix product, 0 for other nodes. */
    public static long multiplyAdds(Node node) {
        int axis = switch (node.operator()) {
            case Conv2d c -> 0;
            case FullyConnected f -> 1;
            default -> -1;
        };
        if (axis < 0) {
            return 0;
        }
        var weight = node.input(1).type().shape();
        return (long) node.output().type().shape().elements() * (weight.elements() / weight.extent(axis));
    }
}
