package dev.touchstone.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quantize, Dequantize, Requantize, FakeQuantize, FakeDequantize, Cast. */
final class QuantizationOperatorsTest {
    private static final TensorType X = TensorType.float32(2, 3);
    private static final TensorType Q = TensorType.int8(Shape.of(2, 3), 0.5f);
    private static final TensorType ONE = TensorType.float32(1);

    @Test
    void quantizeGivesInt8OfItsScale() {
        assertThat(new Quantize(0.5f).infer(List.of(X))).containsExactly(Q);
        Expected.refusal(new Quantize(0.5f), List.of(Q), "input is int8[2, 3] scale 0.5; expected float32");
    }

    @Test
    void dequantizeGivesFloat() {
        assertThat(new Dequantize().infer(List.of(Q))).containsExactly(X);
        Expected.refusal(new Dequantize(), List.of(X), "input is float32[2, 3]; expected int8 with a scale");
        Expected.refusal(
                new Dequantize(),
                List.of(TensorType.of(DataType.INT8, Shape.of(2, 3))),
                "input is int8[2, 3]; expected int8 with a scale");
    }

    @Test
    void requantizeChangesTheScale() {
        assertThat(new Requantize(0.25f).infer(List.of(Q))).containsExactly(TensorType.int8(Shape.of(2, 3), 0.25f));
        Expected.refusal(new Requantize(0.25f), List.of(X), "input is float32[2, 3]; expected int8 with a scale");
    }

    @ParameterizedTest
    @CsvSource({"0.0", "-1.0", "NaN", "Infinity", "1.0E-39"})
    void aScaleIsANormalPositiveNumber(float scale) {
        var text = "scale " + scale + " is not a normal positive float32 (1.1754944E-38 or more)";
        Expected.refusal(() -> new Quantize(scale), text);
        Expected.refusal(() -> new Requantize(scale), text);
    }

    private static FakeQuantize fake(int bits, int axis, boolean emits) {
        return new FakeQuantize(FakeQuantize.Order.CLIP_THEN_ROUND, bits, axis, false, emits);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "4, 7", "8, 127", "16, 32767"})
    void fakeQuantizeHasARangeForItsBits(int bits, int range) {
        assertThat(fake(bits, -1, false).range()).isEqualTo(range);
    }

    @Test
    void fakeQuantizeKeepsTheTypeAndMayTellTheThreshold() {
        assertThat(fake(8, -1, false).infer(List.of(X))).containsExactly(X);
        assertThat(fake(8, -1, false).infer(List.of(X, ONE))).containsExactly(X);
        assertThat(fake(8, -1, true).infer(List.of(X))).containsExactly(X, ONE);
        assertThat(fake(8, 1, true).infer(List.of(X, TensorType.float32(3)))).containsExactly(X, TensorType.float32(3));
    }

    @Test
    void furtherThresholdsOfAnUnlistedAxisAreAllowed() {
        assertThat(fake(8, -1, false).infer(List.of(X, TensorType.float32(7)))).containsExactly(X);
    }

    @Test
    void fakeQuantizeRefusesThresholdsThatDoNotFitTheAxis() {
        Expected.refusal(
                fake(8, 1, false), List.of(X, TensorType.float32(2)), "threshold is float32[2]; expected float32[3]");
        Expected.refusal(
                fake(8, -1, false),
                List.of(X, TensorType.of(DataType.INT32, Shape.of(1))),
                "threshold is int32[1]; expected float32[1]");
        Expected.refusal(fake(8, 2, false), List.of(X), "axis is 2, input [2, 3] has rank 2; expected less");
        Expected.refusal(fake(8, -1, false), List.of(Q), "input is int8[2, 3] scale 0.5; expected float32");
        Expected.refusal(fake(8, -1, false), List.of(X, ONE, ONE), "has 3 inputs; expected 1 to 2");
        Expected.refusal(() -> fake(0, -1, false), "bit_length is 0; expected 1 to 16");
        Expected.refusal(() -> fake(17, -1, false), "bit_length is 17; expected 1 to 16");
        Expected.refusal(() -> fake(8, -2, false), "axis is -2; expected -1 or more");
    }

    @Test
    void fakeDequantizeGivesFloatFromFloatOrPlainInt8() {
        var plain = TensorType.of(DataType.INT8, Shape.of(2, 3));
        assertThat(new FakeDequantize(-1, 127).infer(List.of(X, ONE))).containsExactly(X);
        assertThat(new FakeDequantize(1, 127).infer(List.of(plain, TensorType.float32(3), ONE)))
                .containsExactly(X);
    }

    @Test
    void fakeDequantizeRefusesScalesThatDoNotFit() {
        Expected.refusal(
                new FakeDequantize(1, 127),
                List.of(X, TensorType.float32(2)),
                "scale is float32[2]; expected float32[3]");
        Expected.refusal(
                new FakeDequantize(-1, 127),
                List.of(X, ONE, TensorType.float32(2)),
                "second scale is float32[2]; expected float32[1]");
        Expected.refusal(
                new FakeDequantize(2, 127), List.of(X, ONE), "axis is 2, input [2, 3] has rank 2; expected less");
        Expected.refusal(
                new FakeDequantize(-1, 127),
                List.of(Q, ONE),
                "input is int8[2, 3] scale 0.5; expected float32 or plain int8");
        Expected.refusal(new FakeDequantize(-1, 127), List.of(X), "has 1 input; expected 2 to 3");
        Expected.refusal(() -> new FakeDequantize(-1, 0), "max_range is 0.0; expected a positive number");
        Expected.refusal(() -> new FakeDequantize(-2, 1), "axis is -2; expected -1 or more");
    }

    @Test
    void castChangesTheTypeOfPlainData() {
        assertThat(new Cast(DataType.INT64).infer(List.of(X)))
                .containsExactly(TensorType.of(DataType.INT64, Shape.of(2, 3)));
        Expected.refusal(
                new Cast(DataType.FLOAT32),
                List.of(Q),
                "input int8[2, 3] scale 0.5 is quantized; expected plain data (dequantize first)");
    }
}
