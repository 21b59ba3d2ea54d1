package dev.touchstone.reference;

import static dev.touchstone.reference.OneNode.constant;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.Dequantize;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Requantize;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Quantize}, {@link Dequantize} and {@link Requantize}: rules N9 and N10, and what N1 refuses. */
class QuantizeKernelTest {
    private static final float INF = Float.POSITIVE_INFINITY;

    @Test
    void quantizesTheCheckVectors() {
        var tenths = Given.vector(0.05f, 0.15f, 0.25f, 0.35f, 0.45f, 0.55f, 12.65f, 100, Float.NaN, -INF, INF);
        assertThat(Given.run(new Quantize(0.1f), tenths).bytes())
                .containsExactly(0, 2, 2, 4, 4, 6, 126, 127, 0, -127, 127);
        var thirds = Given.vector(0.15f, 0.45f, 0.75f, 1.05f, 1.35f, 1.65f);
        assertThat(Given.run(new Quantize(0.3f), thirds).bytes()).containsExactly(0, 1, 2, 3, 4, 6);
    }

    @Test
    void dequantizesEveryStepByOneProduct() {
        float[] y = Given.run(new Dequantize(), Given.everyStep(0.0371f)).floats();
        for (int q = -127; q <= 127; q++) {
            assertThat(y[q + 127]).isEqualTo(Exact.times(q, 0.0371f));
        }
    }

    @Test
    void dequantizesAConstantByTheScaleOfEachIndex() {
        var type = new TensorType(
                DataType.INT8, Shape.of(2, 3, 2), new Quantization.PerChannel(1, List.of(0.5f, 0.25f, 2f)));
        var q = Tensor.of(type, new byte[] {1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -6});
        assertThat(OneNode.run(new Dequantize(), List.of(constant(q)), null)
                        .getFirst()
                        .floats())
                .containsExactly(0.5f, 1, 0.75f, 1, 10, 12, -0.5f, -1, -0.75f, -1, -10, -12);
    }

    @Test
    void requantizesTheCheckVectors() {
        byte[] finer = Given.run(new Requantize(0.04f), Given.everyStep(0.05f)).bytes();
        assertThat(VectorGenerator.crc(finer)).isEqualTo("b3fb3dc6");
        byte[] coarser = Given.run(new Requantize(0.1f), Given.everyStep(0.05f)).bytes();
        assertThat(VectorGenerator.crc(coarser)).isEqualTo("732bd3c1");
        assertThat(Given.run(new Requantize(0.05f), Given.everyStep(0.05f)).bytes())
                .isEqualTo(Given.everyStep(1).bytes());
    }

    @Test
    void refusesAConstantWithTheLowestInt8() {
        var w = Given.int8(0.1f, Shape.of(3), "1 -128 -128");
        assertThat(OneNode.refusal(new Requantize(0.2f), List.of(constant(w)), null))
                .isEqualTo("INT8_RANGE: element 1 of constant in0 is -128; supported: -127 to 127 (only weights of"
                        + " convolutions and matrix products may hold it)");
    }
}
