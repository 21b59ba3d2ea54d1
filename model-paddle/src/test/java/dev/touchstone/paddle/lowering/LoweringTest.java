package dev.touchstone.paddle.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.UnsupportedOperatorException;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FakeDequantize;
import dev.touchstone.op.FakeQuantize;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Identity;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Scale;
import dev.touchstone.op.Slice;
import dev.touchstone.op.Transpose;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What becomes of operators where that is not their attributes alone. */
class LoweringTest {
    private static List<Operator> operators(Graph graph) {
        return graph.nodes().stream().map(n -> n.operator()).toList();
    }

    private static TestProgram convolution(Object... attributes) {
        return new TestProgram()
                .feed("x", 1, 2, 4, 4)
                .parameter("w", Tensor.of(new float[3 * 2], 3, 2, 1, 1))
                .parameter("b", Tensor.of(new float[3], 3))
                .slots("conv2d", "Input=x Filter=w Bias=b", "Output=y", attributes)
                .fetch("y");
    }

    @Test
    void paddleIgnoresABiasSlotAndAFusedActivationWithAWarning() {
        var model = convolution("with_act", true, "act_type", "relu").model();

        assertThat(operators(model.graph())).containsExactly(Conv2d.plain());
        assertThat(model.graph().nodes().getFirst().inputs()).hasSize(2);
        assertThat(model.warnings())
                .containsExactly(
                        "block 0, operator 1 (conv2d): slot 'Bias' is ignored, as Paddle's own kernels do",
                        "block 0, operator 1 (conv2d): a fused activation is ignored, as Paddle's own kernels do");
    }

    @Test
    void paddleLiteMeansBoth() {
        var model = convolution(
                        "with_act",
                        true,
                        "act_type",
                        "relu6",
                        "fuse_brelu_threshold",
                        4f,
                        "__@kernel_type_attr@__",
                        "conv2d/def/1/1/1")
                .model();

        assertThat(operators(model.graph())).containsExactly(Conv2d.plain().withActivation(new Activation.Relu6(4)));
        assertThat(model.graph().nodes().getFirst().inputs()).hasSize(3);
        assertThat(model.warnings()).isEmpty();
    }

    @Test
    void paddleLiteReadsEveryImageAsChannelsFirst() {
        var program = convolution("data_format", "NHWC", "__@kernel_type_attr@__", "conv2d/def/1/1/1");

        assertThatThrownBy(program::model)
                .isInstanceOf(UnsupportedOperatorException.class)
                .hasMessage(
                        "test: block 0, operator 1 (conv2d), attribute 'data_format': is 'NHWC'; supported is 'NCHW'"
                                + " in programs that Paddle Lite wrote");
    }

    @Test
    void channelsAreMovedForwardAndBack() {
        var graph = new TestProgram()
                .feed("x", 1, 4, 4, 2)
                .op("pool2d", "x", "y", "pooling_type", "max", "ksize", new int[] {2, 2}, "data_format", "NHWC")
                .fetch("y")
                .model()
                .graph();

        assertThat(graph.nodes()).hasSize(3);
        assertThat(graph.nodes().get(0).operator()).isEqualTo(new Transpose(List.of(0, 3, 1, 2)));
        assertThat(graph.nodes().get(1).operator()).isInstanceOf(Pool2d.class);
        assertThat(graph.nodes().get(2).operator()).isEqualTo(new Transpose(List.of(0, 2, 3, 1)));
        assertThat(graph.outputs().getFirst().type()).isEqualTo(TensorType.float32(1, 3, 3, 2));
    }

    @Test
    void integerWeightsStoredAsInt8BecomeTheSameFloats() {
        var stored = Tensor.of(TensorType.of(DataType.INT8, Shape.of(2, 2)), new byte[] {1, -2, 127, -128});
        var graph = new TestProgram()
                .feed("x", 1, 2)
                .parameter("w", stored)
                .slots("mul", "X=x Y=w", "Out=y")
                .fetch("y")
                .model()
                .graph();

        var weight = Objects.requireNonNull(graph.nodes().getFirst().input(1).constant());
        assertThat(weight.toFloats()).containsExactly(1, -2, 127, -128);
    }

    @Test
    void productsWithConstantMatricesAreFullyConnected() {
        var program = new TestProgram()
                .feed("x", 2, 3)
                .parameter("w", Tensor.of(new float[12], 3, 4))
                .slots("matmul_v2", "X=x Y=w", "Out=a")
                .slots("matmul", "X=x Y=w", "Out=b", "alpha", 2f)
                .fetch("a")
                .fetch("b");

        assertThat(operators(program.model().graph()))
                .containsExactly(new FullyConnected(1, Activation.NONE), new MatMul(false, false, 2));
    }

    @Test
    void productsOfComputedMatricesAreNot() {
        var graph = new TestProgram()
                .feed("x", 2, 3)
                .feed("w", 3, 4)
                .slots("mul", "X=x Y=w", "Out=y")
                .fetch("y")
                .model()
                .graph();

        assertThat(operators(graph)).containsExactly(new MatMul(false, false, 1));
    }

    @Test
    void recordedThresholdsAreInputsOfTheQuantizer() {
        var program = new TestProgram()
                .feed("x", 1, 4)
                .parameter("s", Tensor.of(new float[] {2}, 1))
                .slots(
                        "fake_quantize_dequantize_moving_average_abs_max",
                        "X=x InScale=s",
                        "Out=q OutScale=s",
                        "is_test",
                        true)
                .slots("fake_dequantize_max_abs", "X=q Scale=s", "Out=y", "max_range", 127f)
                .fetch("y");

        var graph = program.model().graph();

        assertThat(operators(graph))
                .containsExactly(
                        new FakeQuantize(FakeQuantize.Order.CLIP_THEN_ROUND, 8, -1, true, false),
                        new FakeDequantize(-1, 127));
        assertThat(graph.nodes()).allSatisfy(n -> assertThat(n.input(1).name()).isEqualTo("s"));
        assertThat(graph.constants()).extracting(Value::name).containsExactly("s");
    }

    @Test
    void statisticsThatAreStoredAreUsedEvenIfTheProgramSaysThatItTrains() {
        var model = new TestProgram()
                .feed("x", 1, 4)
                .parameter("s", Tensor.of(new float[] {2}, 1))
                .slots("fake_quantize_moving_average_abs_max", "X=x InScale=s", "Out=q OutScale=s")
                .fetch("q")
                .model();

        assertThat(model.graph().nodes()).hasSize(1);
        assertThat(model.warnings())
                .containsExactly("block 0, operator 1 (fake_quantize_moving_average_abs_max): attribute 'is_test' is"
                        + " false; the recorded statistics are used all the same");
    }

    @Test
    void theNewerQuantizersRoundFirst() {
        var graph = new TestProgram()
                .feed("x", 1, 4)
                .parameter("s", Tensor.of(new float[] {2}, 1))
                .parameter("z", Tensor.of(new float[] {0}, 1))
                .slots("quantize_linear", "X=x Scale=s ZeroPoint=z", "Y=q", "quant_axis", -1)
                .slots("dequantize_linear", "X=q Scale=s ZeroPoint=z", "Y=y", "quant_axis", -1)
                .fetch("y")
                .model()
                .graph();

        assertThat(operators(graph))
                .containsExactly(
                        new FakeQuantize(FakeQuantize.Order.ROUND_THEN_CLIP, 8, -1, false, false),
                        new FakeDequantize(-1, 127));
    }

    @Test
    void dropoutScalesOrVanishes() {
        var model = new TestProgram()
                .feed("x", 1, 4)
                .op("dropout", "x", "a", "dropout_prob", 0.25f, "is_test", 1)
                .op("dropout", "a", "b", "dropout_implementation", "upscale_in_train")
                .fetch("b")
                .model();

        assertThat(operators(model.graph())).containsExactly(new Scale(0.75f, 0, true), new Identity());
        assertThat(model.warnings())
                .containsExactly("block 0, operator 2 (dropout): attribute 'is_test' is false; computed as at inference"
                        + " all the same");
    }

    @Test
    void reducingEverythingGivesOneAxisBeforePaddle25AndNoneSince() {
        var program = new TestProgram()
                .feed("x", 2, 3)
                .op("reduce_sum", "x", "y", "reduce_all", true)
                .fetch("y");

        assertThat(program.model().graph().outputs().getFirst().type()).isEqualTo(TensorType.float32(1));
        assertThat(program.version(2_005_000)
                        .model()
                        .graph()
                        .outputs()
                        .getFirst()
                        .type())
                .isEqualTo(TensorType.float32());
    }

    /** Measured: [3:0:-1] of 4 gives 3 2 1; -5 with stride -2 gives 3 1; -1 with stride -1 gives all four. */
    @Test
    void backwardSlicesEndBeforeTheFirstElementAtMinusOne() {
        assertThat(strided(3, 0, -1)).isEqualTo(new Slice(List.of(0), List.of(3), List.of(3), List.of(-1)));
        assertThat(strided(3, -5, -2)).isEqualTo(new Slice(List.of(0), List.of(3), List.of(2), List.of(-2)));
        assertThat(strided(3, -1, -1)).isEqualTo(new Slice(List.of(0), List.of(3), List.of(4), List.of(-1)));
    }

    private static Operator strided(int start, int end, int stride) {
        return new TestProgram()
                .feed("x", 4)
                .slots(
                        "strided_slice",
                        "Input=x",
                        "Out=y",
                        "axes",
                        new int[] {0},
                        "starts",
                        new int[] {start},
                        "ends",
                        new int[] {end},
                        "strides",
                        new int[] {stride})
                .fetch("y")
                .model()
                .graph()
                .nodes()
                .getFirst()
                .operator();
    }
}
