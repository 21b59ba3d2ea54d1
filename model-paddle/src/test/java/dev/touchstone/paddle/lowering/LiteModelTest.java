package dev.touchstone.paddle.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.graph.Graph;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FakeDequantize;
import dev.touchstone.paddle.program.Block;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.paddle.program.Subgraphs;
import dev.touchstone.pass.Pipeline;
import dev.touchstone.pass.Precision;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Quantized programs as Paddle Lite's optimiser leaves them: scales in attributes, int8 weights, {@code calib} where
 * float32 meets int8, parts for a device in blocks of their own.
 *
 * <p>One convolution with one input channel: x is rounded to multiples of 0.5 within +-63.5, the real weights are 3 * 0.25
 * and -2 * 0.5, the biases 1 and -1.
 */
class LiteModelTest {
    private static final Tensor X = Tensor.of(new float[] {1.3f, -0.7f, 100, -100}, 1, 1, 1, 4);

    private static final float[] REAL = {2.125f, 0.625f, 48.625f, -46.625f, -2.5f, -0.5f, -64.5f, 62.5f};

    /** In steps of 0.5: 4.25, 1.25, 97.25, -93.25, -5, -1, -129 and 125, of which the last but one saturates. */
    private static final float[] STEPS_OF_A_HALF = {2, 0.5f, 48.5f, -46.5f, -2.5f, -0.5f, -63.5f, 62.5f};

    private static TestProgram start() {
        return new TestProgram()
                .feed("x", 1, 1, 1, 4)
                .parameter("w", Tensor.of(TensorType.int8(Shape.of(2, 1, 1, 1), 1), new byte[] {3, -2}))
                .parameter("b", Tensor.of(new float[] {1, -1}, 2))
                .slots("calib", "Input=x", "Out=q", "scale", 0.5f, Subgraphs.KERNEL, "calib/fp32_to_int8/4/2/1");
    }

    private static TestProgram convolution(TestProgram program, String output, Object... more) {
        var attributes = new ArrayList<Object>(List.of(
                "enable_int8",
                true,
                "bit_length",
                8,
                "Input0_scale",
                List.of(0.5f),
                "Filter0_scale",
                List.of(0.25f, 0.5f)));
        attributes.addAll(List.of(more));
        return program.slots("conv2d", "Input=q Filter=w Bias=b", "Output=" + output, attributes.toArray());
    }

    private static PaddleModel onProcessor() {
        return convolution(start(), "y", Subgraphs.KERNEL, "conv2d/fp32_out/4/2/1")
                .fetch("y")
                .model();
    }

    private static PaddleModel onDevice() {
        var main = start().declare("p", 5, false, false)
                .slots(
                        "subgraph",
                        "Inputs=w,q,b",
                        "Outputs=p",
                        Subgraphs.SUB_BLOCK,
                        1,
                        "Inputs1_scale",
                        List.of(0.5f),
                        "Outputs0_scale",
                        List.of(0.5f),
                        Subgraphs.KERNEL,
                        "subgraph/def/12/2/1")
                .slots("calib", "Input=p", "Out=y", "scale", 0.5f, Subgraphs.KERNEL, "calib/int8_to_fp32/4/2/1")
                .fetch("y")
                .build();
        var part = convolution(new TestProgram(), "p", "Output0_scale", List.of(0.5f))
                .build();
        var block = new Block(1, 0, Map.of(), part.blocks().getFirst().ops());
        var program = new Program(
                "test", "net", main.version(), List.of(main.blocks().getFirst(), block), main.parameters(), List.of());
        return PaddleModel.of(program, Optional.empty());
    }

    private static float[] results(Graph source, Precision precision) {
        var graph = Pipeline.prepare(source, precision).graph();
        return ReferenceRun.run(graph, List.of(X)).getFirst().floats();
    }

    @Test
    void integersAndTheirScalesAreRealWeights() {
        var model = onProcessor();

        assertThat(model.warnings()).isEmpty();
        assertThat(model.graph().nodes())
                .extracting(n -> n.operator())
                .contains(new FakeDequantize(0, 1), Conv2d.plain());
        assertThat(results(model.graph(), Precision.FLOAT)).containsExactly(REAL);
        assertThat(results(model.graph(), Precision.CPU_INT8)).containsExactly(REAL);
    }

    @Test
    void whatOnlyItsConvolutionsComputeInInt8SuitsTheProcessor() {
        assertThat(Pipeline.recommended(onProcessor().graph())).isEqualTo(Precision.CPU_INT8);
    }

    @Test
    void aPartOfAnotherDeviceComputesTheSameAndItsResultHasTheScaleOfItsAttributes() {
        var model = onDevice();

        assertThat(model.warnings()).isEmpty();
        assertThat(results(model.graph(), Precision.FLOAT)).containsExactly(REAL);
        assertThat(results(model.graph(), Precision.FULL_INT8)).containsExactly(STEPS_OF_A_HALF);
    }

    @Test
    void whatAFusedProductLeftOnFcMeansNothing() {
        var model = new TestProgram()
                .feed("x", 1, 2)
                .parameter("w", Tensor.of(new float[] {1, 2}, 2, 1))
                .slots(
                        "fc",
                        "Input=x W=w",
                        "Out=y",
                        "alpha",
                        1f,
                        "transpose_X",
                        false,
                        "x_num_col_dims",
                        1,
                        Subgraphs.KERNEL,
                        "fc/def/4/1/1")
                .fetch("y")
                .model();
        assertThat(model.warnings()).isEmpty();
    }
}
