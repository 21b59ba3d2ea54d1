package dev.touchstone.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.InvalidGraphException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TensorTypeTest {
    private static void refused(ThrowingCallable making, String text) {
        assertThatThrownBy(making).isInstanceOf(InvalidGraphException.class).hasMessage(text);
    }

    private static final Shape SHAPE = Shape.of(2, 3);

    @Test
    void textSaysTypeShapeAndScale() {
        assertThat(TensorType.float32(1, 3, 224, 224)).hasToString("float32[1, 3, 224, 224]");
        assertThat(TensorType.int8(SHAPE, 0.05f)).hasToString("int8[2, 3] scale 0.05");
        assertThat(new TensorType(DataType.UINT8, SHAPE, new Quantization.PerTensor(0.05f, 128)))
                .hasToString("uint8[2, 3] scale 0.05, zero point 128");
        assertThat(new TensorType(DataType.INT8, SHAPE, new Quantization.PerChannel(1, List.of(1f, 2f, 3f))))
                .hasToString("int8[2, 3] 3 scales along axis 1");
        assertThat(TensorType.of(DataType.BOOL, Shape.of())).hasToString("bool[]");
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, 24", "INT32, 24", "INT64, 48", "INT8, 6", "UINT8, 6", "BOOL, 6"})
    void sizeIsElementsTimesElementSize(DataType dataType, long bytes) {
        assertThat(TensorType.of(dataType, SHAPE).bytes()).isEqualTo(bytes);
    }

    @Test
    void sizesBeyond31BitsAreRight() {
        assertThat(TensorType.of(DataType.INT64, Shape.of(1 << 30)).bytes()).isEqualTo(8L << 30);
    }

    @Test
    void onlyInt8WithAScaleIsQuantized() {
        assertThat(TensorType.int8(SHAPE, 1).isQuantizedInt8()).isTrue();
        assertThat(TensorType.of(DataType.INT8, SHAPE).isQuantizedInt8()).isFalse();
        assertThat(TensorType.float32(SHAPE).isFloat()).isTrue();
        assertThat(TensorType.int8(SHAPE, 1).isFloat()).isFalse();
    }

    @Test
    void theScaleIsThatOfTheWholeTensor() {
        assertThat(TensorType.int8(SHAPE, 0.5f).scale()).isEqualTo(0.5f);
        refused(() -> TensorType.float32(2).scale(), "float32[2] has no per-tensor scale");
        refused(
                () -> new TensorType(DataType.INT8, SHAPE, new Quantization.PerChannel(0, List.of(1f, 2f))).scale(),
                "int8[2, 3] 2 scales along axis 0 has no per-tensor scale");
    }

    @Test
    void changedShapesKeepTheScaleChangedTypesDoNot() {
        var type = TensorType.int8(SHAPE, 0.5f);

        assertThat(type.withShape(Shape.of(6))).isEqualTo(TensorType.int8(Shape.of(6), 0.5f));
        assertThat(type.withDataType(DataType.INT32)).isEqualTo(TensorType.of(DataType.INT32, SHAPE));
    }

    @Test
    void refusesQuantizationsThatDoNotFit() {
        refused(
                () -> new TensorType(DataType.INT32, SHAPE, Quantization.perTensor(1)),
                "only int8 and uint8 can carry a quantization, not int32");
        refused(
                () -> new TensorType(DataType.INT8, SHAPE, new Quantization.PerTensor(1, 128)),
                "int8 has zero point 128; expected 0 (int8 is symmetric)");
        refused(
                () -> new TensorType(DataType.INT8, SHAPE, new Quantization.PerChannel(0, List.of(1f))),
                "1 scales along axis 0 do not fit shape [2, 3]");
        refused(
                () -> new TensorType(DataType.INT8, SHAPE, new Quantization.PerChannel(2, List.of(1f))),
                "1 scales along axis 2 do not fit shape [2, 3]");
    }

    @Test
    void refusesScalesAndZeroPointsOutOfRange() {
        refused(() -> new Quantization.PerTensor(1, 256), "zero point 256 is outside 0..255");
        refused(() -> new Quantization.PerTensor(1, -1), "zero point -1 is outside 0..255");
        refused(
                () -> Quantization.perTensor(Float.NaN),
                "scale NaN is not a normal positive float32 (1.1754944E-38 or more)");
        refused(
                () -> new Quantization.PerChannel(0, List.of(1f, 0f)),
                "scale 0.0 is not a normal positive float32 (1.1754944E-38 or more)");
        refused(
                () -> new Quantization.PerChannel(-1, List.of(1f)),
                "quantization axis -1 is negative; expected 0 or more");
        assertThat(Quantization.perTensor(Float.MIN_NORMAL)).isEqualTo(new Quantization.PerTensor(Float.MIN_NORMAL, 0));
    }

    @Test
    void ranksCanBeRequired() {
        assertThat(TensorType.float32(2, 3).requireRank(2)).isEqualTo(TensorType.float32(2, 3));
        refused(() -> TensorType.float32(2, 3).requireRank(4), "input [2, 3] has rank 2; expected 4");
    }
}
