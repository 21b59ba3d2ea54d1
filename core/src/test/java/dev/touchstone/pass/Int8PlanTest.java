package dev.touchstone.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Add;
import dev.touchstone.op.ArgMax;
import dev.touchstone.op.Cast;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Exp;
import dev.touchstone.op.FakeDequantize;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Reduce;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Relu6;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Split;
import dev.touchstone.op.Transpose;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which tensors get which scale, and which operators compute on int8. */
class Int8PlanTest {
    private final Net net = new Net();
    private final Value x = net.input("x", 1, 4, 2, 2);

    private Prepared full(Value... outputs) {
        return Pipeline.prepare(net.output(outputs), Precision.FULL_INT8);
    }

    private Value weights(String name) {
        return net.constant(name, new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 127}, 4, 4, 1, 1);
    }

    /** As in a network whose split records a wrong range: the readers' scales count. */
    @Test
    void theReadersScaleWinsOverTheRecordedRange() {
        var pieces = net.addAll("split", new Split(1, List.of(2, 2)), List.of("p", "q"), net.rounded(x, 127));
        var wrong = net.add("r", new Relu(), 63.5f, net.rounded(pieces.get(0), 254));
        var other = net.add("s", new Relu(), 127, net.rounded(pieces.get(1), 508));
        assertThat(Net.text(full(net.add("y", new Add(-1), 127, net.rounded(wrong, 381), net.rounded(other, 127)))
                        .graph()))
                .containsExactly(
                        "x.int8 int8 scale 1.0 = quantize(x)",
                        "p int8 scale 2.0, q int8 scale 4.0 = split(x.int8)",
                        "r int8 scale 3.0 = relu(p)",
                        "s int8 scale 1.0 = relu(q)",
                        "y.int8 int8 scale 1.0 = add(r, s)",
                        "y = dequantize(y.int8)");
    }

    @Test
    void aConcatTakesEachInputWithItsOwnScale() {
        var rounded = net.rounded(x, 127);
        var a = net.add("a", new Relu(), rounded);
        var b = net.add("b", new Relu(), rounded);
        var y = net.add("y", new Concat(1), 508, net.rounded(a, 254), net.rounded(b, 381));
        assertThat(Net.text(full(y).graph()))
                .contains("a int8 scale 2.0 = relu(x.int8)", "b int8 scale 3.0 = relu(x.int8)")
                .contains("y.int8 int8 scale 4.0 = concat(a, b)");
    }

    @Test
    void dataMovementHandsScalesForward() {
        var turned = net.add("t", new Transpose(List.of(0, 2, 3, 1)), net.rounded(x, 254));
        var prepared = full(net.add("y", new Reshape(List.of(4, 4)), turned));
        assertThat(Net.text(prepared.graph()))
                .containsExactly(
                        "x.int8 int8 scale 2.0 = quantize(x)",
                        "t int8 scale 2.0 = transpose(x.int8)",
                        "y.int8 int8 scale 2.0 = reshape(t)",
                        "y = dequantize(y.int8)");
        assertThat(prepared.notes())
                .containsExactly(
                        "tensor t: no scale is recorded; 2.0 is inferred from t (transpose)",
                        "tensor y: no scale is recorded; 2.0 is inferred from y (reshape)");
    }

    @Test
    void dataMovementHandsScalesBackward() {
        var moved =
                net.add("moved", new Reshape(List.of(1, 4, 2, 2)), net.add("t", new Transpose(List.of(0, 1, 3, 2)), x));
        var prepared = full(net.add("y", new Relu(), 127, net.rounded(moved, 254)));
        assertThat(Net.text(prepared.graph()))
                .containsExactly(
                        "x.int8 int8 scale 2.0 = quantize(x)",
                        "t int8 scale 2.0 = transpose(x.int8)",
                        "y.int8 int8 scale 1.0 = relu(t)",
                        "y = dequantize(y.int8)");
    }

    @Test
    void boundedFunctionsHaveTheScaleOfTheirBound() {
        var six = net.add("six", new Relu6(6), net.rounded(x, 127));
        var prepared = full(net.add("y", new Softmax(1), six));
        assertThat(Net.text(prepared.graph()))
                .containsExactly(
                        "x.int8 int8 scale 1.0 = quantize(x)",
                        "six int8 scale " + (float) (6 / 127.0) + " = relu6(x.int8)",
                        "y.int8 int8 scale " + (float) (1 / 127.0) + " = softmax(six)",
                        "y = dequantize(y.int8)");
    }

    @Test
    void anArgMaxReadsInt8AndGivesIndices() {
        var y = net.add("y", new ArgMax(ArgMax.Kind.MAX, 1, false, DataType.INT64), net.rounded(x, 127));
        assertThat(Net.text(full(y).graph()))
                .containsExactly("x.int8 int8 scale 1.0 = quantize(x)", "y = arg_max(x.int8)");
    }

    @Test
    void anOperatorWithoutAnInt8RuleStaysFloat() {
        var y = net.add("y", new Cast(DataType.INT32), net.rounded(x, 127));
        var prepared = full(y);
        assertThat(Net.text(prepared.graph())).containsExactly("y = cast(x)");
        assertThat(prepared.notes()).containsExactly("y (cast): stays float32, it has no int8 rule");
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfReductionIsInt8(Reduce.Kind kind) {
        var y = net.add("y", new Reduce(kind, List.of(1), false), 127, net.rounded(x, 127));
        assertThat(Net.text(full(y).graph()))
                .containsExactly(
                        "x.int8 int8 scale 1.0 = quantize(x)",
                        "y.int8 int8 scale 1.0 = reduce(x.int8)",
                        "y = dequantize(y.int8)");
    }

    @Test
    void aConvolutionWithFloatWeightsStaysFloatBetweenInt8() {
        var relu = net.add("r", new Relu(), 127, net.rounded(x, 127));
        var c = net.add("c", Conv2d.plain(), 254, net.rounded(relu, 127), weights("w"));
        var prepared = full(net.add("y", new Relu(), 254, net.add("exp", new Exp(), 127, net.rounded(c, 254))));
        assertThat(Net.text(prepared.graph()))
                .containsExactly(
                        "x.int8 int8 scale 1.0 = quantize(x)",
                        "r int8 scale 1.0 = relu(x.int8)",
                        "r.real = dequantize(r)",
                        "c = conv2d(r.real, [w])",
                        "c.int8 int8 scale 2.0 = quantize(c)",
                        "exp int8 scale 1.0 = exp(c.int8)",
                        "y.int8 int8 scale 2.0 = relu(exp)",
                        "y = dequantize(y.int8)");
        assertThat(prepared.notes()).containsExactly("c (conv2d): stays float32, its weights w are not quantized");
    }

    @Test
    void aConvolutionWithoutAnOutputScaleGivesFloat() {
        assertThat(Net.text(full(net.add("y", new Exp(), net.conv("c", x, weights("w"), 127, 254)))
                        .graph()))
                .containsExactly(
                        "x.int8 int8 scale 1.0 = quantize(x)",
                        "c = conv2d(x.int8, [w.int8 int8 scale 0.5])",
                        "y = exp(c)");
    }

    @Test
    void aProductOfTwoTensorsIsInt8() {
        var a = net.input("a", 2, 3);
        var b = net.input("b", 3, 2);
        var y = net.add("y", new MatMul(false, false, 1), 127, net.rounded(a, 127), net.rounded(b, 254));
        assertThat(Net.text(full(y).graph())).contains("y.int8 int8 scale 1.0 = mat_mul(a.int8, b.int8)");
        var cpu = new Net();
        var p = cpu.add(
                "y",
                new MatMul(false, false, 1),
                127,
                cpu.rounded(cpu.input("a", 2, 3), 127),
                cpu.rounded(cpu.input("b", 3, 2), 254));
        assertThat(Net.text(Pipeline.prepare(cpu.output(p), Precision.CPU_INT8).graph()))
                .containsExactly("y = mat_mul(a, b)");
    }

    @Test
    void int8WeightsWithoutAQuantizedInputStayFloatInCpuInt8() {
        var type = TensorType.of(DataType.INT8, Shape.of(4, 4, 1, 1));
        var codes = new byte[16];
        codes[0] = 3;
        var w = net.add(
                "w.d",
                new FakeDequantize(-1, 127),
                Value.constant("w", Tensor.of(type, codes)),
                net.number("s", 63.5f));
        var prepared = Pipeline.prepare(net.output(net.add("y", Conv2d.plain(), x, w)), Precision.CPU_INT8);
        assertThat(Net.text(prepared.graph())).containsExactly("y = conv2d(x, [w.real])");
        assertThat(prepared.graph().constants().getFirst().constant())
                .extracting(t -> t.toFloats()[0])
                .isEqualTo(1.5f);
        assertThat(prepared.notes())
                .containsExactly("y (conv2d): stays float32, no quantizer gives its input x a scale");
    }

    @Test
    void aConstantOperandMayNotBeMinus128() {
        var type = TensorType.of(DataType.INT8, Shape.of(4, 1, 1));
        var k = net.add(
                "k.d",
                new FakeDequantize(-1, 127),
                Value.constant("k", Tensor.of(type, new byte[] {1, -128, 2, 3})),
                net.number("s", 127));
        var source = net.output(net.add("y", new Mul(-1), 127, net.rounded(x, 127), k));
        assertThatThrownBy(() -> Pipeline.prepare(source, Precision.FULL_INT8))
                .isInstanceOf(InvalidGraphException.class)
                .hasMessage("y (mul): constant k.int8 is -128 at index 1; expected -127 to 127 (only weights of"
                        + " convolutions and matrix products may be -128)");
    }

    /** Bias 3 in steps of 1 * 2^-40 is over 2^30, and the scale that makes it 2^30 is 3 * 2^-30. */
    @Test
    void theScaleOfADeadChannelIsRaised() {
        float tiny = (float) Math.scalb(1.0, -40);
        var prepared = Pipeline.prepare(deadChannel(tiny, 1), Precision.FULL_INT8);
        float raised = (float) (3 * Math.scalb(1.0, -30));
        assertThat(prepared.notes())
                .containsExactly("c (conv2d): output channel 0 is dead; its weight scale was raised from " + tiny
                        + " to " + raised + " so that its bias fits");
        var weights = prepared.graph().constants().stream()
                .filter(v -> v.type().isQuantizedInt8())
                .findFirst()
                .orElseThrow();
        assertThat(weights.type().quantization()).isEqualTo(new Quantization.PerChannel(0, List.of(raised, 1f)));
        assertThat(Objects.requireNonNull(weights.constant()).toBytes()).containsExactly(0, 127);
    }

    private static Graph deadChannel(float first, float second) {
        var net = new Net();
        var x = net.input("x", 1, 1, 2, 2);
        var integers = net.add(
                "c", Conv2d.plain(), net.quantized(x, 127), net.constant("w", new float[] {100, 127}, 2, 1, 1, 1));
        var thresholds = net.constant("s", new float[] {127 * first, 127 * second}, 2);
        var product = first == second
                ? net.add("d", new FakeDequantize(-1, 127), integers, net.number("one", 127 * first))
                : net.add("d", new FakeDequantize(1, 127 * 127), integers, thresholds, net.number("sx", 127));
        return net.output(net.add("y", new Relu(), 127, net.bias("b", product, 3, 4)));
    }

    @Test
    void aDeadTensorWithOneScaleIsRefused() {
        var source = deadChannel(Math.scalb(1f, -40), Math.scalb(1f, -40));
        assertThatThrownBy(() -> Pipeline.prepare(source, Precision.FULL_INT8))
                .isInstanceOf(InvalidGraphException.class)
                .hasMessage("c (conv2d): bias 3.0 of output channel 0 is " + 3 * Math.scalb(1.0, 40)
                        + " accumulator steps; expected at most 2^30 (weights with one scale per channel, or precision"
                        + " FLOAT)");
    }
}
