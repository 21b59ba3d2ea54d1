package dev.touchstone.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.UnsupportedOperatorException;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FakeDequantize;
import dev.touchstone.op.FakeQuantize;
import dev.touchstone.op.FakeQuantize.Order;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.Relu;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplicitScalesTest {
    private final Net net = new Net();
    private final Notes notes = new Notes();
    private final Value x = net.input("x", 1, 2, 2, 2);

    private Graph apply(Value... outputs) {
        return new ExplicitScales().apply(net.output(outputs), notes);
    }

    private Value weights(float... values) {
        return net.constant("w", values, 2, 2, 1, 1);
    }

    private static byte[] codes(Graph graph, String name) {
        return graph.constants().stream()
                .filter(v -> v.name().equals(name))
                .map(v -> Objects.requireNonNull(v.constant()).toBytes())
                .findFirst()
                .orElseThrow();
    }

    private void refuses(String message, Value... outputs) {
        var graph = net.output(outputs);
        assertThatThrownBy(() -> new ExplicitScales().apply(graph, notes))
                .isInstanceOf(UnsupportedOperatorException.class)
                .hasMessage(message);
    }

    @Test
    void aRoundedTensorIsQuantizedAndDequantized() {
        assertThat(Net.text(apply(net.add("y", new Relu(), net.rounded(x, 254)))))
                .containsExactly(
                        "x.int8 int8 scale 2.0 = quantize(x)", "x.rounded = dequantize(x.int8)", "y = relu(x.rounded)");
    }

    @Test
    void aFrozenConvolutionReadsScaledOperands() {
        var graph = apply(net.conv("y", x, weights(127, -3, 0.0004f, 64), 127, 254));
        assertThat(Net.text(graph))
                .containsExactly(
                        "x.int8 int8 scale 1.0 = quantize(x)",
                        "w.real = dequantize([w.int8 int8 scale 0.5])",
                        "x.quantized = dequantize(x.int8)",
                        "y = conv2d(x.quantized, w.real)");
        assertThat(codes(graph, "w.int8")).containsExactly(127, -3, 0, 64);
        assertThat(notes.list()).isEmpty();
    }

    /** A recorded file: threshold 1.441435, max_range 25666.277 stand for a weight step of 127/25666.277. */
    @Test
    void theInputsThresholdCancelsExactly() {
        var graph = apply(net.conv("y", x, weights(1, 2, 3, 4), 1.441435f, 25666.277f));
        assertThat(Net.text(graph))
                .contains("w.real = dequantize([w.int8 int8 scale " + (float) (127.0 / 25666.277f) + "])");
    }

    @Test
    void aDequantizerWithTwoScalesGivesOneForEachChannel() {
        var integers = net.add("acc", Conv2d.plain(), net.quantized(x, 10), weights(1, 2, 3, 4));
        var y = net.add(
                "y",
                new FakeDequantize(1, 127 * 127),
                integers,
                net.constant("s", new float[] {12.7f, 63.5f}, 2),
                net.number("sx", 10));
        var graph = apply(y);
        assertThat(Net.text(graph)).contains("w.real = dequantize([w.int8 int8 2 scales along axis 0])");
        assertThat(graph.constants().getFirst().type().quantization())
                .isEqualTo(new Quantization.PerChannel(0, List.of((float) (12.7f / 127.0), 0.5f)));
    }

    @Test
    void scalesOfAMatrixLieAlongItsColumns() {
        var m = net.input("m", 1, 2);
        var integers = net.add(
                "acc",
                new FullyConnected(1, Activation.NONE),
                net.quantized(m, 10),
                net.constant("k", new float[] {1, 2, 3, 4}, 2, 2));
        var y = net.add(
                "y",
                new FakeDequantize(1, 127 * 127),
                integers,
                net.constant("s", new float[] {127, 254}, 2),
                net.number("sx", 10));
        assertThat(Net.text(apply(y))).contains("k.real = dequantize([k.int8 int8 2 scales along axis 1])");
    }

    @Test
    void scalesOfATransposedMatrixLieAlongItsRows() {
        var m = net.input("m", 1, 2);
        var integers = net.add(
                "acc",
                new MatMul(false, true, 1),
                net.quantized(m, 10),
                net.constant("k", new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
        var y = net.add(
                "y",
                new FakeDequantize(1, 127 * 127),
                integers,
                net.constant("s", new float[] {127, 254, 127}, 3),
                net.number("sx", 10));
        assertThat(Net.text(apply(y))).contains("k.real = dequantize([k.int8 int8 3 scales along axis 0])");
    }

    @Test
    void realWeightsOfAnUnfrozenNetworkAreRoundedAwayFromZero() {
        var w = net.add("w.q", new FakeQuantize(Order.CLIP_THEN_ROUND, 8, 0, true, false), weights(254, -3, 127, 0.5f));
        var graph = apply(net.add("y", Conv2d.plain(), net.rounded(x, 127), w));
        assertThat(Net.text(graph))
                .containsExactly(
                        "w.real = dequantize([w.int8 int8 2 scales along axis 0])",
                        "x.int8 int8 scale 1.0 = quantize(x)",
                        "x.rounded = dequantize(x.int8)",
                        "y = conv2d(x.rounded, w.real)");
        assertThat(codes(graph, "w.int8")).containsExactly(127, -2, 127, 1);
    }

    @Test
    void storedIntegersBehindADequantizerMayBeMinus128() {
        var stored = Value.constant(
                "w", Tensor.of(TensorType.of(DataType.INT8, Shape.of(2, 2, 1, 1)), new byte[] {-128, 1, 2, 127}));
        var w = net.add("w.d", new FakeDequantize(-1, 127), stored, net.number("s", 63.5f));
        var graph = apply(net.add("y", Conv2d.plain(), net.rounded(x, 127), w));
        assertThat(Net.text(graph)).contains("w.real = dequantize([w.int8 int8 scale 0.5])");
        assertThat(codes(graph, "w.int8")).containsExactly(-128, 1, 2, 127);
    }

    @Test
    void aQuantizerAndADequantizerBecomeOneScale() {
        var codes = net.add("q", new FakeQuantize(Order.ROUND_THEN_CLIP, 8, -1, false, false), x, net.number("s", 254));
        var y = net.add("y", new Relu(), net.add("d", new FakeDequantize(-1, 127), codes, net.number("t", 254)));
        assertThat(Net.text(apply(y)))
                .containsExactly("x.int8 int8 scale 2.0 = quantize(x)", "d = dequantize(x.int8)", "y = relu(d)");
    }

    @Test
    void theThresholdThatAQuantizerHandsOnIsAConstant() {
        var outputs = net.addAll(
                "q",
                new FakeQuantize(Order.CLIP_THEN_ROUND, 8, -1, false, true),
                List.of("q", "q.threshold"),
                x,
                net.number("s", 127));
        var integers = net.add("acc", Conv2d.plain(), outputs.get(0), weights(1, 2, 3, 4));
        var y = net.add("y", new FakeDequantize(-1, 254), integers, outputs.get(1));
        assertThat(Net.text(apply(y)))
                .contains("w.real = dequantize([w.int8 int8 scale 0.5])", "y = conv2d(q, w.real)");
    }

    @Test
    void weightsThatAreNoIntegersStayFloat() {
        var graph = apply(net.conv("y", x, weights(1, 2.5f, 3, 4), 127, 254));
        assertThat(Net.text(graph)).contains("y = conv2d(x.quantized, [w.real])");
        assertThat(graph.constants())
                .filteredOn(v -> v.name().equals("w.real"))
                .extracting(v -> Objects.requireNonNull(v.constant()).toFloats())
                .containsExactly(new float[] {0.5f, 1.25f, 1.5f, 2});
        assertThat(notes.list())
                .containsExactly("y (fake_dequantize): the weights w are not integers in -128..127 (tolerance 0.001);"
                        + " they stay float32");
    }

    @Test
    void aThresholdOfZeroGivesStepOne() {
        apply(net.add("y", new Relu(), net.rounded(x, 0)));
        assertThat(notes.list())
                .containsExactly("x.rounded (fake_quantize): the threshold of x is 0; its int8 scale is set to 1");
    }

    @Test
    void weightsWithAScaleOfZeroAreZero() {
        var w = net.add(
                "w.d", new FakeDequantize(0, 127), weights(5, 6, 7, 8), net.constant("s", new float[] {0, 127}, 2));
        assertThat(codes(apply(net.add("y", Conv2d.plain(), net.rounded(x, 127), w)), "w.int8"))
                .containsExactly(0, 0, 7, 8);
        assertThat(notes.list())
                .containsExactly("w.d (fake_dequantize): the threshold of w is 0; its int8 scale is set to 1");
    }

    @ParameterizedTest
    @CsvSource({"1e-21", "-1", "NaN", "Infinity"})
    void aThresholdThatIsNoScaleIsRefused(float threshold) {
        var graph = net.output(net.add("y", new Relu(), net.rounded(x, threshold)));
        assertThatThrownBy(() -> new ExplicitScales().apply(graph, notes))
                .isInstanceOf(InvalidGraphException.class)
                .hasMessage("x.rounded (fake_quantize): threshold of x is " + threshold
                        + "; expected 0, or a finite number of 1e-20 or more (precision FLOAT takes any)");
    }

    @Test
    void onlyEightBitsAreInt8() {
        var q = net.add("q", new FakeQuantize(Order.CLIP_THEN_ROUND, 16, -1, true, false), x, net.number("s", 1));
        refuses("q (fake_quantize): bit_length is 16; the int8 precisions need 8 (precision FLOAT takes 1 to 16)", q);
    }

    @Test
    void aThresholdThatDependsOnTheDataIsRefused() {
        var q = net.add("q", new FakeQuantize(Order.CLIP_THEN_ROUND, 8, -1, true, false), x);
        refuses("q (fake_quantize): the threshold depends on the data; int8 needs a constant (use precision FLOAT)", q);
    }

    @Test
    void anActivationHasOneThreshold() {
        var q = net.add(
                "q",
                new FakeQuantize(Order.CLIP_THEN_ROUND, 8, 1, true, false),
                x,
                net.constant("s", new float[] {1, 2}, 2));
        refuses(
                "q (fake_quantize): has one threshold for each index of axis 1 of x; int8 needs one for the tensor"
                        + " (use precision FLOAT)",
                q);
    }

    @Test
    void integersThatNobodyScalesBackAreRefused() {
        refuses(
                "y (relu): reads the integers x.quantized, and no dequantizer follows; int8 cannot express that"
                        + " (use precision FLOAT)",
                net.add("y", new Relu(), net.quantized(x, 1)));
    }

    @Test
    void aDequantizerOfRealNumbersIsRefused() {
        refuses(
                "y (fake_dequantize): r is neither quantized nor a product of quantized tensors; int8 cannot express"
                        + " that (use precision FLOAT)",
                net.add("y", new FakeDequantize(-1, 127), net.add("r", new Relu(), x), net.number("s", 1)));
    }

    @Test
    void twoDifferentStepsAreRefused() {
        var y = net.add("y", new FakeDequantize(-1, 127), net.quantized(x, 127), net.number("s", 254));
        refuses(
                "y (fake_dequantize): dequantizes with step 2.0 what was quantized with step 1.0; int8 needs one step"
                        + " (use precision FLOAT)",
                y);
    }

    @Test
    void scalesAlongAnotherAxisThanTheChannelsAreRefused() {
        var integers = net.add("acc", Conv2d.plain(), net.quantized(x, 10), weights(1, 2, 3, 4));
        var y = net.add("y", new FakeDequantize(2, 127), integers, net.constant("s", new float[] {1, 2}, 2));
        refuses(
                "y (fake_dequantize): scales acc along axis 2; int8 needs one scale per output channel, axis 1"
                        + " (use precision FLOAT)",
                y);
    }
}
