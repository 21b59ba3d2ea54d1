package dev.touchstone.rknpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Div;
import dev.touchstone.op.Exp;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Pad;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Window;
import dev.touchstone.rknpu.mapping.Limits;
import dev.touchstone.rknpu.mapping.Mappings;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the 64-bit library cannot do is refused before any call, with the reason. */
class RefusalsTest {
    private static final Shape IMAGE = Shape.of(1, 8, 8, 8);

    private final Mappings mappings = new Mappings(new Limits(false, false));

    @Test
    void anOperatorThatTheLibraryLacksIsNamed() {
        assertThat(refusal(new Exp()))
                .isEqualTo("OPERATOR: operator is exp; supported: what librknpu_ddk implements and this backend maps to"
                        + " it");
    }

    @Test
    void floatTensorsAreRefused() {
        var x = Value.variable("x", TensorType.float32(IMAGE));
        var node = new Node("n", new Exp(), List.of(x), List.of(Value.variable("y", x.type())));
        var relu = new Node("n", new dev.touchstone.op.Relu(), node.inputs(), node.outputs());
        assertThat(mappings.supports(relu))
                .hasToString("TYPE: tensor x is float32[1, 8, 8, 8]; supported: int8 with one scale (use precision"
                        + " full-int8 and a model with scales for all tensors)");
    }

    @Test
    void ranksAboveFourAreRefused() {
        assertThat(refusal(new Reshape(List.of(1, 2, 4, 8, 8))))
                .isEqualTo("RANK: rank of tensor y is 5; supported: 1 to 4");
    }

    @Test
    void differentScalesOfOneFilterAreRefused() {
        assertThat(refusal(conv(1), filter(8, 8, List.of(1f, 1f, 1f, 1f, 1f, 1f, 1f, 2f))))
                .isEqualTo("PER_CHANNEL_WEIGHTS: weights is 2 different scales; supported: one scale, which is all that"
                        + " the library stores (quantize the weights per tensor)");
    }

    @Test
    void equalScalesOfOneFilterAreOneScale() {
        assertThat(refusal(conv(1), filter(8, 8, Collections.nCopies(8, 0.01f))))
                .isEqualTo("Supported[]");
    }

    @Test
    void manyGroupsThatAreNotDepthwiseAreRefused() {
        var x = Value.variable("x", TensorType.int8(Shape.of(1, 16, 8, 8), 0.5f));
        assertThat(refusal(conv(8), x, filter(16, 2, Collections.nCopies(16, 0.01f))))
                .isEqualTo(
                        "GROUPS: groups is 8; supported: 1 to 4, or as many as channels (split the convolution in the"
                                + " model)");
    }

    @Test
    void severalOutputsOfOneChannelNeedTheUsersConsent() {
        var w = filter(16, 1, Collections.nCopies(16, 0.01f));
        assertThat(refusal(conv(8), w))
                .isEqualTo(
                        "MULTIPLIER: outputs of one channel is 2; supported: 1 (set rknpu.unverified=true to try it)");
        assertThat(new Mappings(new Limits(false, true)).supports(node(conv(8), x(), w)))
                .hasToString("Supported[]");
    }

    @Test
    void strangeDilationsAreRefused() {
        var conv = new Conv2d(Hw.ONE, Padding.NONE, new Hw(2, 3), 1, Activation.NONE);
        assertThat(refusal(conv, filter(8, 8, Collections.nCopies(8, 0.01f))))
                .startsWith("DILATION: dilation is ")
                .endsWith("; supported: equal numbers, or one of them 1");
    }

    @Test
    void aKernelLargerThanThePaddedImageIsRefused() {
        var type = new TensorType(DataType.INT8, Shape.of(8, 8, 5, 3), new Quantization.PerTensor(0.01f, 0));
        var w = Value.constant("w", Tensor.of(type, new byte[8 * 8 * 5 * 3]));
        var conv = new Conv2d(new Hw(2, 2), Padding.NONE, new Hw(2, 1), 1, Activation.NONE);
        assertThat(refusal(conv, w)).isEqualTo("KERNEL: dilated kernel is 9x3; supported: up to the padded image 8x8");
    }

    @Test
    void anAverageWhoseSumExceeds32BitsIsRefused() {
        var x = Value.variable("x", TensorType.int8(Shape.of(1, 1, 4112, 4113), 1f));
        var pool = new Pool2d(Pool2d.Kind.AVERAGE, new Window.Global(), false);
        assertThat(refusal(pool, x))
                .isEqualTo("ACCUMULATOR: elements of a window is 16912656; supported: 1 to 16909320, whose sum fits 32"
                        + " bits");
    }

    @Test
    void aFunctionThatSaturationWouldChangeIsNotTakenOutOfAConvolution() {
        var conv = conv(1).withActivation(new Activation.LeakyRelu(0.1f));
        assertThat(refusal(conv, filter(8, 8, Collections.nCopies(8, 0.01f))))
                .isEqualTo(
                        "ACTIVATION: activation is leaky_relu(0.1); supported: none, relu or relu6 (keep the function"
                                + " a node of its own)");
    }

    @Test
    void aStrideThatDoesNotFollowFromTheSizesIsRefusedOn64Bit() {
        var pool =
                new Pool2d(Pool2d.Kind.MAX, new Window.Sliding(new Hw(2, 2), new Hw(4, 4), Padding.NONE, false), false);
        assertThat(refusal(pool))
                .isEqualTo("STRIDE_NOT_TRANSMITTED: stride along the height is 4, where 5 gives the same sizes;"
                        + " supported: a number that follows from the sizes, because the 64-bit library does not"
                        + " pass it on");
        assertThat(new Mappings(new Limits(true, false)).supports(node(pool, x())))
                .hasToString("Supported[]");
    }

    @Test
    void anAverageOverPaddingIsRefused() {
        var pool = new Pool2d(
                Pool2d.Kind.AVERAGE,
                new Window.Sliding(new Hw(3, 3), Hw.ONE, Padding.explicit(1, 1, 1, 1), false),
                false);
        assertThat(refusal(pool)).startsWith("POOL_PADDING_DIVISOR: average over padding is 1; supported: ");
    }

    @Test
    void aSoftmaxOverTheFirstAxisIsRefused() {
        assertThat(refusal(new Softmax(0)))
                .isEqualTo("SOFTMAX_AXIS: axis is 0; supported: 1 or more (transpose before)");
    }

    @Test
    void aDivisionByATensorIsRefused() {
        assertThat(refusal(new Div(-1), x()))
                .isEqualTo("DIVIDE: divisor is int8[1, 8, 8, 8] scale 0.5; supported: one constant number");
    }

    @Test
    void padsOfOtherNumbersThanZeroAreRefused() {
        var pad = new Pad(Pad.Mode.CONSTANT, List.of(0, 0, 1, 1), List.of(0, 0, 1, 1), 3);
        assertThat(refusal(pad)).isEqualTo("PAD_VALUE: value is 3.0; supported: 0");
    }

    private static Conv2d conv(int groups) {
        return new Conv2d(Hw.ONE, Padding.NONE, Hw.ONE, groups, Activation.NONE);
    }

    private static Value x() {
        return Value.variable("x", TensorType.int8(IMAGE, 0.5f));
    }

    private static Value filter(int outputs, int inputs, List<Float> scales) {
        var type =
                new TensorType(DataType.INT8, Shape.of(outputs, inputs, 1, 1), new Quantization.PerChannel(0, scales));
        return Value.constant("w", Tensor.of(type, new byte[outputs * inputs]));
    }

    private String refusal(Operator operator, Value... more) {
        var inputs = new ArrayList<>(List.of(more));
        if (inputs.isEmpty() || inputs.getFirst().isConstant() || operator instanceof Div) {
            inputs.addFirst(x());
        }
        return mappings.supports(node(operator, inputs.toArray(Value[]::new))).toString();
    }

    private static Node node(Operator operator, Value... inputs) {
        var shape = operator.infer(List.of(inputs).stream().map(Value::type).toList())
                .getFirst()
                .shape();
        return new Node("n", operator, List.of(inputs), List.of(Value.variable("y", TensorType.int8(shape, 0.5f))));
    }
}
