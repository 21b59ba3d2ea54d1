package dev.touchstone.rknpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.backend.Backend;
import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Abs;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Clip;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Div;
import dev.touchstone.op.Flatten;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Identity;
import dev.touchstone.op.L2Norm;
import dev.touchstone.op.LeakyRelu;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.Max;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Pad;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Prelu;
import dev.touchstone.op.Reduce;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Relu6;
import dev.touchstone.op.Requantize;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Scale;
import dev.touchstone.op.Sigmoid;
import dev.touchstone.op.Slice;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Split;
import dev.touchstone.op.Squeeze;
import dev.touchstone.op.Sub;
import dev.touchstone.op.Tanh;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Unsqueeze;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mapped operator on the simulated device against the reference: no code differs by more than one. */
@Tag("vendor")
class OperatorsTest {
    private static final SplittableRandom RANDOM = new SplittableRandom(20);
    /** By their settings: linking a library takes an emulated machine longer than all else. */
    private static final Map<List<String>, Backend> BACKENDS = new HashMap<>();

    private static final Shape IMAGE = Shape.of(1, 8, 9, 13);

    /** An operator, its inputs, and the scale of its outputs. */
    record Case(String name, Operator operator, List<Value> inputs, float scale) {
        Node node() {
            var shapes = operator.infer(inputs.stream().map(Value::type).toList());
            var outputs = new ArrayList<Value>();
            for (int i = 0; i < shapes.size(); i++) {
                outputs.add(
                        Value.variable("y" + i, TensorType.int8(shapes.get(i).shape(), scale)));
            }
            return new Node(name, operator, inputs, outputs);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> convolutions() {
        var cases = new ArrayList<Case>();
        var asymmetric = Padding.explicit(1, 0, 2, 1);
        for (int stride = 1; stride <= 3; stride++) {
            cases.add(conv("stride " + stride, 1, new Hw(stride, stride), asymmetric, Hw.ONE, Activation.NONE, 5));
            cases.add(conv("depthwise " + stride, 8, new Hw(stride, stride), asymmetric, Hw.ONE, Activation.RELU, 8));
        }
        cases.add(conv("unequal strides", 1, new Hw(1, 2), asymmetric, Hw.ONE, Activation.RELU, 5));
        cases.add(conv("dilation", 1, Hw.ONE, asymmetric, new Hw(2, 2), Activation.NONE, 5));
        cases.add(conv("dilation along x", 1, Hw.ONE, asymmetric, new Hw(1, 3), Activation.NONE, 5));
        cases.add(conv("depthwise dilation", 8, Hw.ONE, asymmetric, new Hw(2, 2), Activation.NONE, 8));
        cases.add(conv("2 groups", 2, Hw.ONE, asymmetric, Hw.ONE, Activation.NONE, 6));
        cases.add(conv("4 groups", 4, Hw.ONE, asymmetric, Hw.ONE, Activation.RELU, 12));
        cases.add(groups(6, 12, 18));
        cases.add(groups(8, 16, 8));
        cases.add(conv("same", 1, new Hw(2, 2), Padding.SAME, Hw.ONE, Activation.NONE, 5));
        cases.add(conv("relu6", 1, Hw.ONE, asymmetric, Hw.ONE, new Activation.Relu6(6), 5));
        cases.add(conv("relu6 of 4", 1, Hw.ONE, asymmetric, Hw.ONE, new Activation.Relu6(4), 5));
        return cases.stream();
    }

    private static Case conv(
            String name, int groups, Hw stride, Padding padding, Hw dilation, Activation activation, int outputs) {
        var filter = constant("w", Shape.of(outputs, 8 / groups, 3, 2), 0.01f);
        return new Case(
                name,
                new Conv2d(stride, padding, dilation, groups, activation),
                List.of(x(IMAGE, 0.03f), filter, bias(outputs)),
                0.05f);
    }

    private static Case groups(int groups, int inputs, int outputs) {
        return new Case(
                groups + " groups",
                new Conv2d(new Hw(2, 1), Padding.explicit(1, 0, 2, 1), Hw.ONE, groups, Activation.RELU),
                List.of(
                        x(Shape.of(1, inputs, 8, 9), 0.03f),
                        constant("w", Shape.of(outputs, inputs / groups, 3, 2), 0.01f),
                        bias(outputs)),
                0.05f);
    }

    static Stream<Case> pools() {
        return Stream.of(
                pool("max 2x2", Pool2d.Kind.MAX, sliding(2, 2, Padding.NONE, false), false),
                pool("max 3x3 padded", Pool2d.Kind.MAX, sliding(3, 2, Padding.explicit(1, 1, 1, 1), false), false),
                pool("max asymmetric", Pool2d.Kind.MAX, sliding(3, 2, Padding.explicit(1, 0, 0, 1), false), false),
                pool("max ceil", Pool2d.Kind.MAX, sliding(2, 2, Padding.NONE, true), false),
                pool("average 3x3", Pool2d.Kind.AVERAGE, sliding(3, 2, Padding.NONE, false), false),
                pool("global average", Pool2d.Kind.AVERAGE, new Window.Global(), false),
                pool("global max", Pool2d.Kind.MAX, new Window.Global(), false),
                pool("adaptive 1x1", Pool2d.Kind.AVERAGE, new Window.Adaptive(new Hw(1, 1)), false),
                pool("adaptive uniform", Pool2d.Kind.AVERAGE, new Window.Adaptive(new Hw(3, 1)), false));
    }

    private static Window sliding(int kernel, int stride, Padding padding, boolean ceil) {
        return new Window.Sliding(new Hw(kernel, kernel), new Hw(stride, stride), padding, ceil);
    }

    private static Case pool(String name, Pool2d.Kind kind, Window window, boolean count) {
        return new Case(name, new Pool2d(kind, window, count), List.of(x(IMAGE, 0.03f)), 0.03f);
    }

    static Stream<Case> others() {
        var matrix = Shape.of(3, 20);
        return Stream.of(
                new Case(
                        "fc",
                        new FullyConnected(1, Activation.RELU),
                        List.of(x(matrix, 0.03f), constant("w", Shape.of(20, 7), 0.02f), bias(7)),
                        0.1f),
                new Case(
                        "fc of an image",
                        new FullyConnected(1, Activation.NONE),
                        List.of(x(Shape.of(1, 5, 2, 2), 0.03f), constant("w", Shape.of(20, 7), 0.02f), bias(7)),
                        0.1f),
                new Case(
                        "fc of 2 rows axes",
                        new FullyConnected(2, new Activation.Relu6(6)),
                        List.of(x(Shape.of(2, 3, 20), 0.03f), constant("w", Shape.of(20, 7), 0.02f), bias(7)),
                        0.1f),
                new Case(
                        "matmul",
                        new MatMul(false, true, 1),
                        List.of(x(matrix, 0.03f), constant("w", Shape.of(7, 20), 0.02f)),
                        0.1f),
                binary("add", new Add(-1), x(IMAGE, 0.03f), y(IMAGE, 0.02f)),
                binary("add a channel", new Add(1), x(IMAGE, 0.03f), constant("c", Shape.of(8), 0.02f)),
                binary("add to a smaller", new Add(-1), x(Shape.of(1, 8, 1, 1), 0.03f), y(IMAGE, 0.02f)),
                binary("sub", new Sub(-1), x(IMAGE, 0.03f), y(IMAGE, 0.02f)),
                binary("mul", new Mul(-1), x(IMAGE, 0.03f), y(IMAGE, 0.02f)),
                binary("mul a number", new Mul(-1), x(IMAGE, 0.03f), constant("c", Shape.of(1), 0.02f)),
                binary("max", new Max(-1), x(IMAGE, 0.03f), y(IMAGE, 0.02f)),
                binary(
                        "div",
                        new Div(-1),
                        x(IMAGE, 0.03f),
                        Value.constant("c", Tensor.of(TensorType.int8(Shape.of(1), 0.02f), new byte[] {-100}))),
                unary("relu", new Relu()),
                unary("relu6", new Relu6(6)),
                unary("relu6 of 3", new Relu6(3)),
                unary("leaky relu", new LeakyRelu(0.1f)),
                new Case(
                        "prelu of one slope",
                        new Prelu(Prelu.Mode.ALL),
                        List.of(x(IMAGE, 0.03f), Value.constant("a", Tensor.of(TensorType.float32(1), new float[] {0.3f
                        }))),
                        0.025f),
                unary("sigmoid", new Sigmoid()),
                unary("tanh", new Tanh()),
                unary("abs", new Abs()),
                unary("clip", new Clip(-1, 2)),
                unary("scale", new Scale(-1.5f, 0, true)),
                unary("scale and bias", new Scale(0.5f, 0.7f, true)),
                unary("bias before scale", new Scale(0.5f, 0.7f, false)),
                new Case("softmax", new Softmax(-1), List.of(x(matrix, 0.03f)), 1 / 127f),
                new Case("softmax of channels", new Softmax(1), List.of(x(IMAGE, 0.03f)), 1 / 127f),
                new Case("softmax of a vector", new Softmax(0), List.of(x(Shape.of(9), 0.03f)), 1 / 127f),
                new Case(
                        "batch norm",
                        new BatchNorm(1e-5f),
                        List.of(
                                x(IMAGE, 0.03f),
                                reals("scale", 0.9f, 1),
                                reals("bias", -1, 1),
                                reals("mean", -1, 1),
                                reals("variance", 0.9f, 1.1f)),
                        0.04f),
                new Case("l2 norm", new L2Norm(1, 1e-10f), List.of(x(IMAGE, 0.03f)), 1 / 127f),
                new Case("reshape", new Reshape(List.of(1, 8, 117)), List.of(x(IMAGE, 0.03f)), 0.03f),
                new Case(
                        "reshape with another scale", new Reshape(List.of(1, 8, 117)), List.of(x(IMAGE, 0.03f)), 0.04f),
                new Case("flatten", new Flatten(List.of(1)), List.of(x(IMAGE, 0.03f)), 0.03f),
                new Case("squeeze", new Squeeze(List.of(0)), List.of(x(IMAGE, 0.03f)), 0.03f),
                new Case("unsqueeze", new Unsqueeze(List.of(0)), List.of(x(matrix, 0.03f)), 0.03f),
                new Case("identity", new Identity(), List.of(x(IMAGE, 0.03f)), 0.03f),
                new Case("requantize", new Requantize(0.05f), List.of(x(IMAGE, 0.03f)), 0.05f),
                new Case("transpose", new Transpose(List.of(0, 2, 3, 1)), List.of(x(IMAGE, 0.03f)), 0.03f),
                new Case(
                        "slice",
                        new Slice(List.of(2, 3), List.of(1, 2), List.of(4, 5), List.of(1, 1)),
                        List.of(x(IMAGE, 0.03f)),
                        0.03f),
                new Case(
                        "strided slice",
                        new Slice(List.of(2, 3), List.of(1, 2), List.of(4, 4), List.of(2, 3)),
                        List.of(x(IMAGE, 0.03f)),
                        0.03f),
                new Case("split", new Split(1, List.of(3, 5)), List.of(x(IMAGE, 0.03f)), 0.03f),
                new Case("concat", new Concat(1), List.of(x(IMAGE, 0.03f), y(IMAGE, 0.02f)), 0.03f),
                pad("pad zeros", Pad.Mode.CONSTANT),
                pad("pad reflect", Pad.Mode.REFLECT),
                pad("pad edge", Pad.Mode.EDGE),
                reduce("mean of images", Reduce.Kind.MEAN, List.of(2, 3), 0.03f),
                reduce("mean of channels", Reduce.Kind.MEAN, List.of(1), 0.03f),
                reduce("max of rows", Reduce.Kind.MAX, List.of(3), 0.03f),
                reduce("sum of rows", Reduce.Kind.SUM, List.of(3), 0.2f));
    }

    /** What needs the user's consent. */
    static Stream<Case> unverified() {
        return Stream.of(
                new Case(
                        "prelu",
                        new Prelu(Prelu.Mode.CHANNEL),
                        List.of(x(IMAGE, 0.03f), reals("a", -0.5f, 0.5f)),
                        0.025f),
                conv("depthwise of 2 outputs", 8, Hw.ONE, Padding.NONE, Hw.ONE, Activation.NONE, 16));
    }

    private static Case binary(String name, Operator operator, Value a, Value b) {
        return new Case(name, operator, List.of(a, b), 0.05f);
    }

    private static Case unary(String name, Operator operator) {
        return new Case(name, operator, List.of(x(IMAGE, 0.03f)), 0.025f);
    }

    private static Case pad(String name, Pad.Mode mode) {
        return new Case(
                name, new Pad(mode, List.of(0, 0, 1, 2), List.of(0, 0, 3, 0), 0), List.of(x(IMAGE, 0.03f)), 0.03f);
    }

    private static Case reduce(String name, Reduce.Kind kind, List<Integer> axes, float scale) {
        return new Case(name, new Reduce(kind, axes, false), List.of(x(IMAGE, 0.03f)), scale);
    }

    private static Value x(Shape shape, float scale) {
        return Value.variable("x", TensorType.int8(shape, scale));
    }

    private static Value y(Shape shape, float scale) {
        return Value.variable("z", TensorType.int8(shape, scale));
    }

    private static Value constant(String name, Shape shape, float scale) {
        return Value.constant(name, codes(TensorType.int8(shape, scale)));
    }

    private static Tensor codes(TensorType type) {
        var codes = new byte[type.shape().elements()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) RANDOM.nextInt(-127, 128);
        }
        return Tensor.of(type, codes);
    }

    private static Value bias(int channels) {
        return Value.constant("b", Tensor.of(TensorType.float32(channels), numbers(channels, -1, 1)));
    }

    private static Value reals(String name, float from, float to) {
        return Value.constant(name, Tensor.of(TensorType.float32(8), numbers(8, from, to)));
    }

    private static float[] numbers(int count, float from, float to) {
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) RANDOM.nextDouble(from, to);
        }
        return values;
    }

    static List<Arguments> cases() {
        return inBoth(Stream.of(convolutions(), pools(), others()).flatMap(s -> s));
    }

    static List<Arguments> unverifiedCases() {
        return inBoth(unverified());
    }

    private static List<Arguments> inBoth(Stream<Case> cases) {
        var all = cases.toList();
        return Stream.of("uint8", "int8")
                .flatMap(r -> all.stream().map(c -> Arguments.of(r, c)))
                .toList();
    }

    @ParameterizedTest(name = "{1} in {0}")
    @MethodSource("cases")
    void noCodeDiffersFromTheReferenceByMoreThanOne(String representation, Case operator) {
        compare(operator, "rknpu.representation", representation);
    }

    @ParameterizedTest(name = "{1} in {0}")
    @MethodSource("unverifiedCases")
    void norOfAnUnverifiedForm(String representation, Case operator) {
        compare(operator, "rknpu.representation", representation, "rknpu.unverified", "true");
    }

    private static void compare(Case operator, String... settings) {
        var backend = BACKENDS.computeIfAbsent(List.of(settings), s -> Simulator.backend(settings));
        var node = operator.node();
        assertThat(backend.supports(node)).isEqualTo(Support.SUPPORTED);
        Graph graph = LayerComparison.single(node);
        var inputs = graph.inputs().stream().map(v -> codes(v.type())).toList();
        var differences = new LayerComparison(backend).differences(graph, inputs);
        assertThat(differences.values()).allMatch(d -> d <= 1);
    }
}
