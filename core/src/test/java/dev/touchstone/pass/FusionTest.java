package dev.touchstone.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Add;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Dequantize;
import dev.touchstone.op.Exp;
import dev.touchstone.op.Flatten;
import dev.touchstone.op.HardSwish;
import dev.touchstone.op.Hw;
import dev.touchstone.op.LeakyRelu;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.MaxPool2dWithIndex;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Relu6;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Sigmoid;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Squeeze;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FusionTest {
    private final Net net = new Net();
    private final Notes notes = new Notes();
    private final Value x = net.input("x", 1, 2, 2, 2);

    private List<String> after(Pass pass, Value... outputs) {
        return Net.text(pass.apply(net.output(outputs), notes));
    }

    private Value conv(String name, Value input) {
        return net.add(name, Conv2d.plain(), input, net.constant(name + ".w", new float[] {1, 2, 3, 4}, 2, 2, 1, 1));
    }

    private static float[] constant(Graph graph, String name) {
        return graph.constants().stream()
                .filter(v -> v.name().equals(name))
                .map(v -> Objects.requireNonNull(v.constant()).toFloats())
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("alongTheChannels")
    void aConstantAlongTheChannelsBecomesABias(int axis, int[] extents) {
        var sum = net.add("sum", new Add(axis), conv("c", x), net.constant("b", new float[] {5, 6}, extents));
        assertThat(after(new FuseBias(), sum)).containsExactly("sum = conv2d(x, [c.w], [b.bias])");
    }

    static Stream<Arguments> alongTheChannels() {
        return Stream.of(
                Arguments.of(1, new int[] {2}),
                Arguments.of(-1, new int[] {2, 1, 1}),
                Arguments.of(1, new int[] {2, 1, 1}),
                Arguments.of(-1, new int[] {1, 2, 1, 1}));
    }

    @Test
    void aConstantAlongTheWidthStaysAnAddition() {
        var sum = net.add("sum", new Add(-1), conv("c", x), net.constant("b", new float[] {5, 6}, 2));
        assertThat(after(new FuseBias(), sum)).containsExactly("c = conv2d(x, [c.w])", "sum = add(c, [b])");
        assertThat(notes.list())
                .containsExactly("sum (add): the constant b [2] does not lie along the channels of c (conv2d); it stays"
                        + " an addition");
    }

    @Test
    void oneNumberForAllChannelsIsRepeatedAndAddedToTheBiasThatIsThere() {
        var once = net.add("once", new Add(1), conv("c", x), net.constant("b", new float[] {5, 6}, 2));
        var twice = net.add("twice", new Add(-1), net.constant("k", new float[] {10}, 1), once);
        var source = net.output(twice);
        var graph = new FuseBias().apply(new FuseBias().apply(source, notes), notes);
        assertThat(Net.text(graph)).containsExactly("twice = conv2d(x, [c.w], [k.bias])");
        assertThat(constant(graph, "k.bias")).containsExactly(15, 16);
    }

    @Test
    void aProductThatSomebodyElseReadsKeepsItsAddition() {
        var c = conv("c", x);
        var sum = net.add("sum", new Add(1), c, net.constant("b", new float[] {5, 6}, 2));
        assertThat(after(new FuseBias(), sum, net.add("other", new Exp(), c))).hasSize(3);
        assertThat(notes.list()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("activations")
    void anActivationIsFusedAndItsRangeTakenOver(Operator activation, String name) {
        var y = net.add("y", activation, 42, conv("c", x));
        var graph = new FuseActivation().apply(net.output(y), notes);
        assertThat(Net.text(graph)).containsExactly("y = conv2d+" + name + "(x, [c.w])");
        assertThat(graph.outputs().getFirst().range()).isEqualTo(42f);
    }

    static Stream<Arguments> activations() {
        return Stream.of(
                Arguments.of(new Relu(), "relu"),
                Arguments.of(new Relu6(7.5f), "relu6"),
                Arguments.of(new LeakyRelu(0.1f), "leakyrelu"),
                Arguments.of(new HardSwish(6, 6, 3), "hardswish"));
    }

    @Test
    void anotherFunctionIsNotFused() {
        assertThat(after(new FuseActivation(), net.add("y", new Sigmoid(), conv("c", x))))
                .containsExactly("c = conv2d(x, [c.w])", "y = sigmoid(c)");
    }

    @Test
    void aSecondActivationStays() {
        assertThat(after(new FuseActivation(), net.add("y", new Relu(), net.add("r", new Relu6(6), conv("c", x)))))
                .containsExactly("r = conv2d+relu6(x, [c.w])", "y = relu(r)");
    }

    private Value norm(Value input, float[] scale, float[] bias, float[] mean, float[] variance) {
        return net.add(
                "bn",
                new BatchNorm(0),
                input,
                net.constant("gamma", scale, 2),
                net.constant("beta", bias, 2),
                net.constant("mean", mean, 2),
                net.constant("variance", variance, 2));
    }

    /** a = (3/sqrt 4, -1/sqrt 0.25) = (1.5, -2); b = (1 - 2 * 1.5, 2 - 3 * -2) = (-2, 8). */
    private Value norm(Value input) {
        return norm(input, new float[] {3, -1}, new float[] {1, 2}, new float[] {2, 3}, new float[] {4, 0.25f});
    }

    @Test
    void aBatchNormGoesIntoFloatWeightsThatAreCopied() {
        var shared = other(net);
        var other = net.add("other", Conv2d.plain(), x, shared);
        var graph = new FoldBatchNorm().apply(net.output(norm(net.add("c", Conv2d.plain(), x, shared)), other), notes);
        assertThat(Net.text(graph)).containsExactly("other = conv2d(x, [v])", "bn = conv2d(x, [v.2], [bn.bias])");
        assertThat(constant(graph, "v.2")).containsExactly(1.5f, 3, -6, -8);
        assertThat(constant(graph, "bn.bias")).containsExactly(-2, 8);
    }

    private static Value other(Net net) {
        return net.constant("v", new float[] {1, 2, 3, 4}, 2, 2, 1, 1);
    }

    @Test
    void aBatchNormScalesTheBiasBeforeIt() {
        var c = net.add("c", Conv2d.plain(), x, other(net), net.constant("b", new float[] {10, 100}, 2));
        var graph = new FoldBatchNorm().apply(net.output(norm(c)), notes);
        assertThat(constant(graph, "bn.bias")).containsExactly(10 * 1.5f - 2, -200 + 8);
    }

    private Value int8(Quantization quantization, int... codes) {
        var bytes = new byte[codes.length];
        for (int i = 0; i < codes.length; i++) {
            bytes[i] = (byte) codes[i];
        }
        var type = new TensorType(DataType.INT8, Shape.of(2, 2, 1, 1), quantization);
        return net.add("w", new Dequantize(), Value.constant("w.int8", Tensor.of(type, bytes)));
    }

    private static Value folded(Graph graph) {
        return graph.constants().stream()
                .filter(v -> v.name().startsWith("w.int8"))
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    @Test
    void aBatchNormGoesIntoTheScalesOfChannelsAndTheSignsOfTheirIntegers() {
        var w = int8(new Quantization.PerChannel(0, List.of(0.5f, 0.25f)), 1, 2, 3, -4);
        var weights = folded(new FoldBatchNorm().apply(net.output(norm(net.add("c", Conv2d.plain(), x, w))), notes));
        assertThat(weights.type().quantization()).isEqualTo(new Quantization.PerChannel(0, List.of(0.75f, 0.5f)));
        assertThat(Objects.requireNonNull(weights.constant()).toBytes()).containsExactly(1, 2, -3, 4);
    }

    @Test
    void weightsWithOneScaleKeepABatchNormWithDifferentFactors() {
        var w = int8(Quantization.perTensor(0.5f), 1, 2, 3, -4);
        assertThat(after(new FoldBatchNorm(), norm(net.add("c", Conv2d.plain(), x, w))))
                .containsExactly(
                        "w = dequantize([w.int8 int8 scale 0.5])",
                        "c = conv2d(x, w)",
                        "bn = batch_norm(c, [gamma], [beta], [mean], [variance])");
        assertThat(notes.list())
                .containsExactly("bn (batch_norm): stays behind c (conv2d), whose weights w cannot take its factors");
    }

    @Test
    void weightsWithOneScaleTakeABatchNormWithOneFactor() {
        var w = int8(Quantization.perTensor(0.5f), 1, 2, 3, -4);
        var y = norm(
                net.add("c", Conv2d.plain(), x, w),
                new float[] {2, -2},
                new float[] {0, 0},
                new float[] {0, 0},
                new float[] {1, 1});
        var weights = folded(new FoldBatchNorm().apply(net.output(y), notes));
        assertThat(weights.type().quantization()).isEqualTo(Quantization.perTensor(1));
        assertThat(Objects.requireNonNull(weights.constant()).toBytes()).containsExactly(1, 2, -3, 4);
    }

    @Test
    void minus128CannotBeNegated() {
        var w = int8(new Quantization.PerChannel(0, List.of(0.5f, 0.25f)), 1, 2, -128, -4);
        assertThat(after(new FoldBatchNorm(), norm(net.add("c", Conv2d.plain(), x, w))))
                .hasSize(3);
    }

    @Test
    void aSoftmaxBetweenInverseTransposesMovesItsAxis() {
        var turned = net.add("t", new Transpose(List.of(0, 2, 3, 1)), x);
        var softmax = net.add("s", new Softmax(-1), 0.5f, turned);
        var back = net.add("y", new Transpose(List.of(0, 3, 1, 2)), softmax);
        var graph = new FuseTransposedSoftmax().apply(net.output(back), notes);
        assertThat(Net.text(graph)).containsExactly("y = softmax(x)");
        assertThat(graph.nodes().getFirst().operator()).isEqualTo(new Softmax(1));
        assertThat(graph.outputs().getFirst().range()).isEqualTo(0.5f);
    }

    @Test
    void aSoftmaxBetweenOtherTransposesStays() {
        var turned = net.add("t", new Transpose(List.of(0, 2, 3, 1)), x);
        var back = net.add("y", new Transpose(List.of(0, 2, 3, 1)), net.add("s", new Softmax(-1), turned));
        assertThat(after(new FuseTransposedSoftmax(), back)).hasSize(3);
    }

    @Test
    void aProductWithAConstantMatrixIsAFullyConnectedLayer() {
        var m = net.input("m", 3, 2);
        var y = net.add("y", new MatMul(false, true, 1), m, net.constant("w", new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
        var graph = new SimplerForms().apply(net.output(y), notes);
        assertThat(Net.text(graph)).containsExactly("y = fully_connected(m, [w.2])");
        assertThat(constant(graph, "w.2")).containsExactly(1, 3, 5, 2, 4, 6);
    }

    @Test
    void aFactorGoesIntoTheScalesOfInt8Weights() {
        var m = net.input("m", 3, 2);
        var type = new TensorType(DataType.INT8, Shape.of(3, 2), new Quantization.PerChannel(0, List.of(1f, 2f, 3f)));
        var w = net.add("w", new Dequantize(), Value.constant("w.int8", Tensor.of(type, new byte[] {1, 2, 3, 4, 5, 6
        })));
        var graph = new SimplerForms().apply(net.output(net.add("y", new MatMul(false, true, 0.5f), m, w)), notes);
        assertThat(Net.text(graph)).contains("y = fully_connected(m, w.2)");
        var weights = folded(graph);
        assertThat(weights.type().quantization()).isEqualTo(new Quantization.PerChannel(1, List.of(0.5f, 1f, 1.5f)));
        assertThat(Objects.requireNonNull(weights.constant()).toBytes()).containsExactly(1, 3, 5, 2, 4, 6);
    }

    @Test
    void aFactorOfFloatWeightsStays() {
        var m = net.input("m", 3, 2);
        var y = net.add("y", new MatMul(false, false, 2), m, net.constant("w", new float[] {1, 2}, 2, 1));
        assertThat(after(new SimplerForms(), y)).containsExactly("y = mat_mul(m, [w])");
    }

    @Test
    void adaptivePoolingToOneIsGlobalAndUnreadIndicesAreDropped() {
        var a = net.add("a", new Pool2d(Pool2d.Kind.AVERAGE, new Window.Adaptive(Hw.ONE), false), x);
        var b = net.addAll("b", new MaxPool2dWithIndex(new Window.Global()), List.of("b", "index"), x)
                .getFirst();
        var graph = new SimplerForms().apply(net.output(a, b), notes);
        assertThat(graph.nodes().stream().map(n -> n.operator()))
                .containsExactly(
                        new Pool2d(Pool2d.Kind.AVERAGE, new Window.Global(), false),
                        new Pool2d(Pool2d.Kind.MAX, new Window.Global(), false));
    }

    @Test
    void reshapesInARowBecomeOne() {
        var flat = net.add("flat", new Flatten(List.of(1)), net.add("r", new Reshape(List.of(1, 4, 2)), x));
        var y = net.add("y", new Squeeze(List.of(0)), flat);
        var graph = new MergeReshapes().apply(net.output(y), notes);
        assertThat(Net.text(graph)).containsExactly("y = reshape(x)");
        assertThat(graph.nodes().getFirst().operator()).isEqualTo(new Reshape(List.of(8)));
    }

    @Test
    void aReshapeThatSomebodyElseReadsStays() {
        var r = net.add("r", new Reshape(List.of(1, 4, 2)), x);
        assertThat(after(new MergeReshapes(), net.add("y", new Flatten(List.of(1)), r), net.add("z", new Exp(), r)))
                .hasSize(3);
    }

    @Test
    void operatorsThatHandOnTheirInputGo() {
        var a = net.add("a", new Transpose(List.of(0, 1, 2, 3)), x);
        var b = net.add("b", new Reshape(List.of(1, 2, 2, 2)), a);
        assertThat(after(new RemoveIdentity(), net.add("y", new Exp(), b))).containsExactly("y = exp(x)");
    }
}
