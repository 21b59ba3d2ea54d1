package dev.touchstone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.FakeDequantize;
import dev.touchstone.tensor.DataType;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules Q6 and Q7, in decimal arithmetic. */
class FakeDequantizeKernelTest {
    @Test
    void multipliesBeforeItDivides() {
        long seed = 6;
        var random = new SplittableRandom(seed);
        float divisor = 50070.75f;
        float scale = 0.32212f;
        int otherwise = 0;
        for (int i = 0; i < 300; i++) {
            float x = random.nextInt(-50000, 50001);
            float y = Given.run(new FakeDequantize(-1, divisor), Given.vector(x), Given.vector(scale))
                    .floats()[0];
            assertThat(y).as("seed %s: %s", seed, x).isEqualTo(Exact.over(Exact.times(x, scale), divisor));
            otherwise += y == Exact.times(x, Exact.over(scale, divisor)) ? 0 : 1;
        }
        assertThat(otherwise).as("another order is noticed").isGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void takesTheScaleOfTheIndexAlongTheAxis(int axis) {
        var x = Given.counting(DataType.FLOAT32, 2, 3, 4);
        var scales = Given.vector(
                Arrays.copyOf(new float[] {0.1f, 0.7f, 3, 11}, x.shape().extent(axis)));
        float[] y = Given.run(new FakeDequantize(axis, 127), x, scales).floats();
        float[] twice = Given.run(new FakeDequantize(axis, 16129), x, scales, Given.vector(1.7f))
                .floats();
        Given.fill(x.shape(), p -> {
            int i = Given.index(x.shape(), p);
            float product = Exact.times(i, scales.floats()[p[axis]]);
            assertThat(y[i]).isEqualTo(Exact.over(product, 127));
            assertThat(twice[i]).isEqualTo(Exact.over(Exact.times(product, 1.7f), 16129));
            return 0;
        });
    }

    @Test
    void readsPlainInt8() {
        var x = Given.vector(DataType.INT8, -128, 127);
        assertThat(Given.run(new FakeDequantize(-1, 127), x, Given.vector(2f)).floats())
                .containsExactly(Exact.over(-256, 127), 2);
    }

    /** Some programs store more scales than they use. */
    @Test
    void ignoresFurtherScales() {
        assertThat(Given.run(new FakeDequantize(-1, 2), Given.vector(3f), Given.vector(4f, 9f))
                        .floats())
                .containsExactly(6);
    }
}
