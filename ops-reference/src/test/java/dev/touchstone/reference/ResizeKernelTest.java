package dev.touchstone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.Hw;
import dev.touchstone.op.Resize;
import dev.touchstone.op.Resize.Coordinates;
import dev.touchstone.op.Resize.Method;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules I1 to I5. */
class ResizeKernelTest {
    @ParameterizedTest
    @CsvSource({
        "BILINEAR, ALIGN_CORNERS, 8, 10, 109 72 34 50 84 66 -5 -39 36 112, ae3c318f",
        "BILINEAR, ASYMMETRIC, 8, 10, 109 67 25 63 101 22 -58 27 112 112, 3ed744de",
        "BILINEAR, HALF_PIXEL, 8, 10, 109 88 46 44 82 61 -18 -16 70 112, b364316b",
        "BILINEAR, HALF_PIXEL, 3, 7, 90 62 58 102 3 11 74 -47 13 40, 7e02c031",
        "BILINEAR, ALIGN_CORNERS, 7, 3, 109 101 112 54 102 -3 -2 104 -118 -47, daeeef48",
        "NEAREST, ALIGN_CORNERS, 8, 10, 109 109 25 25 101 101 -58 -58 112 112, 6160f3ab",
        "NEAREST, ASYMMETRIC, 8, 10, 109 109 25 25 101 101 -58 -58 112 112, 6160f3ab",
        "NEAREST, ASYMMETRIC, 3, 7, 109 109 25 101 101 -58 112 -2 -2 119, 261f0d04",
        "NEAREST, ALIGN_CORNERS, 7, 3, 109 101 112 -2 104 -118 -2 104 -118 -92, 71f87e1f"
    })
    void givesTheCheckVectors(Method method, Coordinates coordinates, int h, int w, String first, String crc) {
        var x = Given.int8(0.05f, Shape.of(1, 2, 4, 5), new VectorGenerator(6).codes(40));
        byte[] y = Given.runInt8(new Resize(method, new Hw(h, w), coordinates, List.of()), 0.05f, x);
        assertThat(Given.first(y, 10)).isEqualTo(Given.bytes(first));
        assertThat(VectorGenerator.crc(y)).isEqualTo(crc);
    }

    /** Measured: scale 1.7 on four columns reads 0 0 1 1 2 2; the size alone would read 0 0 1 2 2 3. */
    @Test
    void takesTheRatioFromAGivenScale() {
        var x = Given.counting(DataType.FLOAT32, 1, 1, 1, 4);
        var scaled = new Resize(Method.NEAREST, new Hw(1, 6), Coordinates.ASYMMETRIC, List.of(1f, 1.7f));
        assertThat(Given.run(scaled, x).floats()).containsExactly(0, 0, 1, 1, 2, 2);
        var sized = new Resize(Method.NEAREST, new Hw(1, 6), Coordinates.ASYMMETRIC, List.of());
        assertThat(Given.run(sized, x).floats()).containsExactly(0, 0, 1, 2, 2, 3);
    }

    @Test
    void readsTheFirstElementForASingleOutput() {
        var x = Given.counting(DataType.FLOAT32, 1, 1, 3, 4);
        for (var coordinates : List.of(Coordinates.ALIGN_CORNERS, Coordinates.ASYMMETRIC)) {
            assertThat(Given.run(new Resize(Method.BILINEAR, new Hw(1, 1), coordinates, List.of()), x)
                            .floats())
                    .containsExactly(0);
        }
    }

    @Test
    void copiesAnImageOfTheSameSize() {
        var x = Tensor.of(new float[] {Float.NaN, 1, Float.NEGATIVE_INFINITY, 3}, 1, 1, 2, 2);
        var resize = new Resize(Method.BILINEAR, new Hw(2, 2), Coordinates.HALF_PIXEL, List.of(1.3f, 1.3f));
        assertThat(Given.run(resize, x).floats()).isEqualTo(x.floats());
    }

    @ParameterizedTest
    @EnumSource(DataType.class)
    void copiesEveryDataTypeToTheNearest(DataType type) {
        var resize = new Resize(Method.NEAREST, new Hw(2, 4), Coordinates.ASYMMETRIC, List.of());
        assertThat(Given.numbers(Given.run(resize, Given.counting(type, 1, 1, 1, 2))))
                .containsExactly(0, 0, 1, 1, 0, 0, 1, 1);
    }

    @ParameterizedTest
    @EnumSource(Coordinates.class)
    void roundsEveryFloatOperation(Coordinates coordinates) {
        long seed = 77;
        var random = new SplittableRandom(seed);
        var x = new float[30];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble(-9, 9);
        }
        var resize = new Resize(Method.BILINEAR, new Hw(7, 11), coordinates, List.of());
        float[] y = Given.run(resize, Tensor.of(x, 1, 1, 5, 6)).floats();
        for (int i = 0; i < y.length; i++) {
            float[] row = position(coordinates, i / 11, 5, 7);
            float[] column = position(coordinates, i % 11, 6, 11);
            float dy = row[1];
            float dx = column[1];
            int top = ((int) row[0]) * 6;
            int bottom = Math.min(((int) row[0]) + 1, 4) * 6;
            int left = (int) column[0];
            int right = Math.min(left + 1, 5);
            float sum = weighted(x[top + left], Exact.plus(1, -dy), Exact.plus(1, -dx));
            sum = Exact.plus(sum, weighted(x[bottom + left], dy, Exact.plus(1, -dx)));
            sum = Exact.plus(sum, weighted(x[top + right], Exact.plus(1, -dy), dx));
            sum = Exact.plus(sum, weighted(x[bottom + right], dy, dx));
            assertThat(y[i]).as("seed %s %s element %s", seed, coordinates, i).isEqualTo(sum);
        }
    }

    private static float weighted(float x, float wy, float wx) {
        return Exact.times(Exact.times(x, wy), wx);
    }

    /** The lower position and the share of the next one. */
    private static float[] position(Coordinates coordinates, int i, int in, int out) {
        float p = switch (coordinates) {
            case ALIGN_CORNERS -> Exact.times(Exact.over(in - 1, out - 1), i);
            case ASYMMETRIC -> Exact.times(Exact.over(in, out), i);
            case HALF_PIXEL -> (float) ((double) Exact.over(in, out) * (i + 0.5) - 0.5);
        };
        float lower = (float) Math.floor(Math.max(p, 0));
        return new float[] {lower, Math.max(p, 0) - lower};
    }

    @Test
    void refusesToMixIntegers() {
        var resize = new Resize(Method.BILINEAR, new Hw(2, 2), Coordinates.ASYMMETRIC, List.of());
        assertThat(Given.refusal(resize, Given.counting(DataType.INT32, 1, 1, 1, 1)))
                .isEqualTo("DATA_TYPE: input is int32[1, 1, 1, 1]; supported: float32, quantized int8 (bilinear)");
    }
}
