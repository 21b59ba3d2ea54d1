package dev.touchstone.quantization.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.program.Op;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Each rewriting on a program whose result can be worked out by hand. */
final class RewritingTest {
    private static float[] floats(ProgramEdit program, String name) {
        return Objects.requireNonNull(program.floats(name), name);
    }

    private static List<String> types(Program program) {
        return program.blocks().getFirst().ops().stream().map(Op::type).toList();
    }

    private static Op op(Program program, int index) {
        return program.blocks().getFirst().ops().get(index);
    }

    @Test
    void batchNormGoesIntoFilterAndSum() {
        var program = new Programs()
                .parameter("w", new float[] {1, 2, 3, 4}, 2, 2, 1, 1)
                .parameter("n_scale", new float[] {4, -1}, 2)
                .parameter("n_bias", new float[] {10, 20}, 2)
                .parameter("n_mean", new float[] {1, 2}, 2)
                .parameter("n_variance", new float[] {4, 0.25f}, 2)
                .conv("x", "w", "c")
                .batchNorm("c", "n", "y")
                .edit();

        assertThat(BatchNormFolding.fold(program)).isEqualTo(1);

        // Factors 4 / 2 and -1 / 0.5; sums 10 - 1 * 2 and 20 - 2 * -2.
        assertThat(floats(program, "w")).containsExactly(2, 4, -6, -8);
        assertThat(floats(program, "fuse_conv_bn/conv2d_eltwise_y_in/0")).containsExactly(8, 24);
        assertThat(types(program.build())).containsExactly("conv2d", "elementwise_add");
        assertThat(program.build().parameters()).containsOnlyKeys("w", "fuse_conv_bn/conv2d_eltwise_y_in/0");
    }

    @Test
    void aBiasInBetweenIsTakenIntoTheSum() {
        var program = new Programs()
                .parameter("w", new float[] {1, 2, 3, 4}, 2, 2, 1, 1)
                .parameter("b", new float[] {5, 6}, 2)
                .parameter("n_scale", new float[] {4, -1}, 2)
                .parameter("n_bias", new float[] {10, 20}, 2)
                .parameter("n_mean", new float[] {1, 2}, 2)
                .parameter("n_variance", new float[] {4, 0.25f}, 2)
                .conv("x", "w", "c")
                .add("c", "b", "a")
                .batchNorm("a", "n", "y")
                .edit();

        assertThat(BatchNormFolding.fold(program)).isEqualTo(1);

        assertThat(floats(program, "fuse_conv_bn/conv2d_eltwise_y_in/0")).containsExactly(10 + 4 * 2, 20 + 4 * -2);
        assertThat(types(program.build())).containsExactly("conv2d", "elementwise_add");
    }

    @Test
    void batchNormBehindATensorThatOthersReadStays() {
        var program = new Programs()
                .parameter("w", new float[] {1, 2, 3, 4}, 2, 2, 1, 1)
                .parameter("n_scale", new float[] {1, 1}, 2)
                .parameter("n_bias", new float[] {0, 0}, 2)
                .parameter("n_mean", new float[] {0, 0}, 2)
                .parameter("n_variance", new float[] {1, 1}, 2)
                .conv("x", "w", "c")
                .batchNorm("c", "n", "y")
                .relu("c", "z")
                .edit();

        assertThat(BatchNormFolding.fold(program)).isZero();
        assertThat(types(program.build())).containsExactly("conv2d", "batch_norm", "relu");
    }

    @Test
    void equalizationGivesBothSidesOfAChannelTheSameRange() {
        var program = new Programs()
                .parameter("w1", new float[] {8, 4, 1, 1}, 2, 2, 1, 1)
                .parameter("b1", new float[] {4, 1}, 2)
                .parameter("w2", new float[] {1, 4, 2, 3}, 2, 2, 1, 1)
                .conv("x", "w1", "c1")
                .add("c1", "b1", "a1")
                .relu("a1", "r1")
                .conv("r1", "w2", "c2")
                .edit();

        assertThat(CrossLayerEqualization.equalize(program)).isEqualTo(1);

        // Ranges 8 and 1 in front, 2 and 4 behind: factors sqrt(8 / 2) = 2 and sqrt(1 / 4) = 1/2.
        assertThat(floats(program, "w1")).containsExactly(new float[] {4, 2, 2, 2}, within(1e-5f));
        assertThat(floats(program, "b1")).containsExactly(new float[] {2, 2}, within(1e-5f));
        assertThat(floats(program, "w2")).containsExactly(new float[] {2, 2, 4, 1.5f}, within(1e-5f));
    }

    @Test
    void weightsAreRoundedToEvenStepsOfTheirThreshold() {
        var weights = Tensor.of(new float[] {-127, 0.5f, 1.5f, 2.5f, 0, 0, 0, 0}, 2, 4);

        var layer = WeightQuantization.of(weights, -1);
        var channels = WeightQuantization.of(weights, 0);

        assertThat(layer.values().toFloats()).containsExactly(-127, 0, 2, 2, 0, 0, 0, 0);
        assertThat(layer.thresholds()).containsExactly(127);
        assertThat(channels.values().toFloats()).containsExactly(-127, 0, 2, 2, 0, 0, 0, 0);
        assertThat(channels.thresholds()).containsExactly(127, 1e-8f);
    }

    @Test
    void biasesTakeBackTheMeanOfTheRoundingError() {
        // Rounded to multiples of 1: 127, 0 and 2, -1; errors 0, 0.25 and -0.4, -0.25.
        var program = new Programs()
                .parameter("w", new float[] {127, 0.25f, 1.6f, -1.25f}, 2, 2, 1, 1)
                .parameter("b", new float[] {10, 20}, 2)
                .conv("x", "w", "c")
                .add("c", "b", "a")
                .edit();

        assertThat(BiasCorrection.correct(program, false, Map.of("x", new double[] {10, 4})))
                .isEqualTo(1);

        assertThat(floats(program, "b"))
                .containsExactly(new float[] {10 + 0.25f * 4, 20 - 0.4f * 10 - 0.25f * 4}, within(1e-4f));
    }

    @Test
    void quantizersStandOnceForEachTensorAndKind() {
        var program = new Programs()
                .parameter("w1", new float[] {1, 2, 3, 4}, 2, 2, 1, 1)
                .parameter("w2", new float[] {1, 2, 3, 8}, 2, 2, 1, 1)
                .conv("x", "w1", "c1")
                .conv("x", "w2", "c2")
                .relu("c1", "r1")
                .edit();
        var scheme = new Scheme(true, false, Scheme.ActivationQuantizer.MOVING_AVERAGE_ABS_MAX, "KL");

        var quantized = QuantizationOperators.insert(program, scheme, Map.of("x", 2f, "c1", 3f, "c2", 4f, "r1", 5f));

        var result = quantized.program();
        assertThat(types(result))
                .containsExactly(
                        "fake_quantize_moving_average_abs_max",
                        "conv2d",
                        "fake_dequantize_max_abs",
                        "conv2d",
                        "fake_dequantize_max_abs",
                        "fake_quantize_dequantize_moving_average_abs_max",
                        "relu");
        assertThat(op(result, 3).inputs()).containsEntry("Input", List.of("x.quantized"));
        assertThat(op(result, 2).attributes()).containsEntry("max_range", new Attribute.Real(127 * 127 / 4f));
        assertThat(op(result, 4).attributes()).containsEntry("max_range", new Attribute.Real(127 * 127 / 8f));
        assertThat(op(result, 5).inputs())
                .containsEntry("X", List.of("c1.dequantized"))
                .containsEntry("InScale", List.of("c1.quant_dequant.scale"));
        assertThat(op(result, 6).attributes())
                .containsEntry("out_threshold", new Attribute.Real(5))
                .containsEntry("Out0_threshold", new Attribute.Real(5))
                .containsEntry("quantization_type", new Attribute.Text("post_kl"))
                .containsEntry("activation_bits", new Attribute.Int(8));
        assertThat(Objects.requireNonNull(result.parameters().get("x.scale")).toFloats())
                .containsExactly(2);
    }

    @Test
    void weightsThatAreReadInAnotherWayStayFloat() {
        var program = new Programs()
                .parameter("w", new float[] {1, 2, 3, 4}, 2, 2, 1, 1)
                .conv("x", "w", "c")
                .add("c", "w", "a")
                .edit();
        var scheme = new Scheme(false, false, Scheme.ActivationQuantizer.RANGE_ABS_MAX, "KL");

        var quantized = QuantizationOperators.insert(program, scheme, Map.of("x", 2f, "c", 3f));

        assertThat(types(quantized.program())).containsExactly("conv2d", "elementwise_add");
        assertThat(quantized.leftFloat())
                .contains(new LeftFloat("conv2d", "c", "its weights w are also read in another way"));
    }

    @Test
    void aTensorThatWasAlwaysZeroIsNotQuantized() {
        var program = new Programs()
                .parameter("w", new float[] {1, 2, 3, 4}, 2, 2, 1, 1)
                .conv("x", "w", "c")
                .edit();
        var scheme = new Scheme(true, true, Scheme.ActivationQuantizer.MOVING_AVERAGE_ABS_MAX, "KL");

        var quantized = QuantizationOperators.insert(program, scheme, Map.of());

        assertThat(quantized.leftFloat())
                .containsExactly(new LeftFloat("conv2d", "c", "an input was 0 throughout calibration"));
    }
}
