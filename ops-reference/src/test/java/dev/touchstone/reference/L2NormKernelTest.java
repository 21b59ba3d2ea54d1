package dev.touchstone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.L2Norm;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules L1 and L2. */
class L2NormKernelTest {
    @Test
    void givesTheCheckVector() {
        var x = Given.int8(0.05f, Shape.of(4, 6, 5), new VectorGenerator(9).codes(120));
        byte[] y = Given.runInt8(new L2Norm(1, 1e-10f), (float) (1 / 127.0), x);
        assertThat(Given.first(y, 6)).containsExactly(23, 23, -34, -25, -55, 53);
        assertThat(VectorGenerator.crc(y)).isEqualTo("e28fc262");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1})
    void dividesByTheRootOfTheSumOfSquares(int axis) {
        long seed = 2;
        var random = new SplittableRandom(seed);
        var x = new float[60];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble(-3, 3);
        }
        float[] y = Given.run(new L2Norm(axis, 0.9f), Tensor.of(x, 3, 4, 5)).floats();
        int at = Math.floorMod(axis, 3);
        int step = new int[] {20, 5, 1}[at];
        int length = new int[] {3, 4, 5}[at];
        for (int i = 0; i < x.length; i++) {
            int start = i - i / step % length * step;
            var sum = Exact.of(0.9f);
            for (int j = 0; j < length; j++) {
                sum = sum.add(Exact.of(x[start + j * step]).pow(2));
            }
            float root = sum.sqrt(Exact.DIGITS).floatValue();
            assertThat(y[i]).as("seed %s element %s", seed, i).isEqualTo(Exact.over(x[i], root));
        }
    }

    @Test
    void roundsSteps() {
        var codes = new VectorGenerator(21).codes(30);
        byte[] y = Given.runInt8(new L2Norm(1, 0.5f), 0.004f, Given.int8(0.03f, Shape.of(5, 6), codes));
        for (int i = 0; i < codes.length; i++) {
            var sum = BigDecimal.ZERO;
            for (int j = 0; j < 6; j++) {
                sum = sum.add(Exact.of(codes[i / 6 * 6 + j]).pow(2));
            }
            var in = Exact.of(0.03f);
            var root = in.multiply(in).multiply(sum).add(Exact.of(0.5)).sqrt(Exact.DIGITS);
            assertThat(y[i])
                    .isEqualTo(Exact.saturate(
                            Exact.divide(Exact.of(codes[i]).multiply(in), root.multiply(Exact.of(0.004f)))));
        }
    }

    @Test
    void givesZerosForALineOfZeros() {
        assertThat(Given.runInt8(new L2Norm(0, 0), 0.1f, Given.int8(0.1f, Shape.of(2), "0 0")))
                .containsExactly(0, 0);
        assertThat(Given.run(new L2Norm(0, 1e-10f), Given.vector(0f, 0f)).floats())
                .containsExactly(0, 0);
    }
}
