package dev.touchstone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.Softmax;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules S1 to S4: check vectors and decimal arithmetic. */
class SoftmaxKernelTest {
    private static final float INF = Float.POSITIVE_INFINITY;
    private static final float NAN = Float.NaN;

    @ParameterizedTest
    @CsvSource({"0.05, 0 0 1 0 64 61 0 0", "0.5, 0 0 0 0 79 48 0 0"})
    void givesTheCheckVectors(float scale, String expected) {
        var x = Given.int8(scale, Shape.of(8), "10 20 30 -127 127 126 0 20");
        assertThat(Given.runInt8(new Softmax(-1), (float) (1 / 127.0), x)).isEqualTo(Given.bytes(expected));
    }

    @Test
    void givesTheCheckVectorOfAThousandClasses() {
        var x = Given.int8(0.1f, Shape.of(1, 1000), new VectorGenerator(7).codes(1000));
        assertThat(VectorGenerator.crc(Given.runInt8(new Softmax(1), (float) (1 / 1270.0), x)))
                .isEqualTo("959165c5");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, -1, -3})
    void dividesExponentialsByTheirSumAlongTheAxis(int axis) {
        long seed = 9;
        var shape = Shape.of(3, 4, 5);
        var random = new SplittableRandom(seed);
        var x = new float[60];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble(-20, 20);
        }
        float[] y = Given.run(new Softmax(axis), Tensor.of(x, 3, 4, 5)).floats();
        int at = Math.floorMod(axis, 3);
        int step = new int[] {20, 5, 1}[at];
        for (int i = 0; i < x.length; i++) {
            int start = i - i / step % shape.extent(at) * step;
            var sum = BigDecimal.ZERO;
            for (int j = 0; j < shape.extent(at); j++) {
                sum = sum.add(Exact.exp(Exact.of(x[start + j * step])));
            }
            assertThat(y[i])
                    .as("seed %s axis %s element %s", seed, axis, i)
                    .isEqualTo(Exact.divide(Exact.exp(Exact.of(x[i])), sum).floatValue());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void sumsFixedPointExponentialsOfSteps(int axis) {
        var codes = new VectorGenerator(12).codes(42);
        byte[] y = Given.runInt8(new Softmax(axis), 0.009f, Given.int8(0.07f, Shape.of(6, 7), codes));
        int step = axis == 0 ? 7 : 1;
        int length = axis == 0 ? 6 : 7;
        for (int i = 0; i < codes.length; i++) {
            int start = i - i / step % length * step;
            int max = -127;
            for (int j = 0; j < length; j++) {
                max = Math.max(max, codes[start + j * step]);
            }
            var sum = BigDecimal.ZERO;
            for (int j = 0; j < length; j++) {
                sum = sum.add(term(max - codes[start + j * step]));
            }
            assertThat(y[i])
                    .as("element %s", i)
                    .isEqualTo(Exact.saturate(Exact.divide(term(max - codes[i]), sum.multiply(Exact.of(0.009f)))));
        }
    }

    private static BigDecimal term(int distance) {
        return Exact.exp(Exact.of(-distance).multiply(Exact.of(0.07f)))
                .multiply(BigDecimal.valueOf(1 << 30))
                .setScale(0, RoundingMode.HALF_UP);
    }

    @Test
    void turnsALineWithNanOrInfinityIntoNan() {
        var softmax = new Softmax(-1);
        assertThat(Given.run(softmax, Given.vector(1, NAN, 2)).floats()).containsExactly(NAN, NAN, NAN);
        assertThat(Given.run(softmax, Given.vector(1, INF)).floats()).containsExactly(NAN, NAN);
        assertThat(Given.run(softmax, Given.vector(-INF, -INF)).floats()).containsExactly(NAN, NAN);
        assertThat(Given.run(softmax, Given.vector(-INF, 3)).floats()).containsExactly(0, 1);
    }

    /** Native Paddle gives 1.6e-28 for the others. */
    @Test
    void lets1000And0And1000Below0FadeToZero() {
        assertThat(Given.run(new Softmax(-1), Given.vector(1000f, 0f, -1000f)).floats())
                .containsExactly(1, 0, 0);
    }

    @Test
    void saturatesAboveTheOutputsRange() {
        assertThat(Given.runInt8(new Softmax(-1), 0.001f, Given.int8(1, Shape.of(2), "127 -127")))
                .containsExactly(127, 0);
    }

    @Test
    void isOneForASingleElement() {
        assertThat(Given.run(new Softmax(1), Given.counting(DataType.FLOAT32, 3, 1))
                        .floats())
                .containsExactly(1, 1, 1);
    }
}
