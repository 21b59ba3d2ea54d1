package dev.touchstone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.FakeQuantize;
import dev.touchstone.op.FakeQuantize.Order;
import dev.touchstone.tensor.Tensor;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules Q1 to Q5: the float32 operations in decimal arithmetic, around ties. */
class FakeQuantizeKernelTest {
    private static final float INF = Float.POSITIVE_INFINITY;
    private static final float NAN = Float.NaN;

    private static FakeQuantize quantize(Order order) {
        return new FakeQuantize(order, 8, -1, false, false);
    }

    private static float exact(Order order, float x, float s, float range) {
        float factor = Exact.times(range, Exact.over(1, s));
        if (order == Order.CLIP_THEN_ROUND) {
            float t = Exact.times(factor, Math.min(Math.max(x, -s), s));
            return Exact.of(t).setScale(0, RoundingMode.HALF_UP).floatValue();
        }
        float t = Exact.of(Exact.times(factor, x))
                .setScale(0, RoundingMode.HALF_EVEN)
                .floatValue();
        return Math.min(Math.max(t, -range - 1), range);
    }

    @ParameterizedTest
    @CsvSource({
        "CLIP_THEN_ROUND, 8",
        "CLIP_THEN_ROUND, 4",
        "CLIP_THEN_ROUND, 16",
        "ROUND_THEN_CLIP, 8",
        "ROUND_THEN_CLIP, 2"
    })
    void roundsAsDecimalArithmeticDoes(Order order, int bits) {
        long seed = 41;
        var random = new SplittableRandom(seed);
        float range = (1 << (bits - 1)) - 1;
        for (float s : new float[] {1, 0.32212f, 6.3f, 1e-9f, 127}) {
            var x = new float[400];
            for (int i = 0; i < x.length; i++) {
                float tie = (random.nextInt(-(int) range - 2, (int) range + 3) + 0.5f) / range * s;
                x[i] = i % 3 == 0 ? tie : i % 3 == 1 ? Math.nextUp(tie) : s * (float) random.nextDouble(-1.2, 1.2);
            }
            var operator = new FakeQuantize(order, bits, -1, false, false);
            var back = new FakeQuantize(order, bits, -1, true, false);
            float[] q = Given.run(operator, Given.vector(x), Given.vector(s)).floats();
            float[] y = Given.run(back, Given.vector(x), Given.vector(s)).floats();
            for (int i = 0; i < x.length; i++) {
                float expected = exact(order, x[i], s, range);
                assertThat(q[i] + 0f).as("seed %s: %s by %s", seed, x[i], s).isEqualTo(expected);
                assertThat(y[i] + 0f)
                        .as("seed %s: %s by %s and back", seed, x[i], s)
                        .isEqualTo(Exact.over(Exact.times(expected, s), range));
            }
        }
    }

    /** With threshold 127 a step is 1: ties are visible. */
    @Test
    void differsInTiesAndInTheLowestInteger() {
        var x = Given.vector(0.5f, 1.5f, 2.5f, -2.5f, -127.6f, -200f, 200f);
        var s = Given.vector(127f);
        assertThat(Given.run(quantize(Order.CLIP_THEN_ROUND), x, s).floats())
                .containsExactly(1, 2, 3, -3, -127, -127, 127);
        assertThat(Given.run(quantize(Order.ROUND_THEN_CLIP), x, s).floats())
                .containsExactly(0, 2, 2, -2, -128, -128, 127);
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void keepsNanAndSaturatesInfinities(Order order) {
        float lowest = order == Order.CLIP_THEN_ROUND ? -127 : -128;
        assertThat(Given.run(quantize(order), Given.vector(NAN, INF, -INF), Given.vector(1f))
                        .floats())
                .containsExactly(NAN, 127, lowest);
    }

    /** Up to 1e-30 the reciprocal is that of the threshold plus 1e-6. */
    @Test
    void replacesTheReciprocalOfATinyThreshold() {
        var x = Given.vector(1e-6f, 0.5f, -3f);
        for (float s : new float[] {0, 1e-30f}) {
            assertThat(Given.run(quantize(Order.CLIP_THEN_ROUND), x, Given.vector(s))
                            .floats())
                    .containsExactly(0, 0, -0f);
            assertThat(Given.run(quantize(Order.ROUND_THEN_CLIP), x, Given.vector(s))
                            .floats())
                    .containsExactly(127, 127, -128);
        }
        assertThat(Given.run(quantize(Order.CLIP_THEN_ROUND), x, Given.vector(1.1e-30f))
                        .floats())
                .containsExactly(127, 127, -127);
    }

    @Test
    void measuresTheThresholdWithoutOne() {
        var operator = new FakeQuantize(Order.CLIP_THEN_ROUND, 8, -1, false, true);
        var outputs = OneNode.run(operator, Given.fedAll(Given.vector(0.5f, -4, 2)), null);
        assertThat(outputs.get(0).floats()).containsExactly(16, -127, 64);
        assertThat(outputs.get(1).floats()).containsExactly(4);
        var zeros = OneNode.run(operator, Given.fedAll(Given.vector(0f, 0f)), null);
        assertThat(zeros.get(0).floats()).containsExactly(0, 0);
        assertThat(zeros.get(1).floats()).containsExactly(0);
    }

    @ParameterizedTest
    @CsvSource({"0", "1"})
    void quantizesEachIndexOfTheAxisByItself(int axis) {
        var x = Tensor.of(new float[] {1, -2, 4, 8, 16, -32}, 2, 3);
        var operator = new FakeQuantize(Order.CLIP_THEN_ROUND, 8, axis, false, true);
        var outputs = OneNode.run(operator, Given.fedAll(x), null);
        float[] thresholds = axis == 0 ? new float[] {4, 32} : new float[] {8, 16, 32};
        assertThat(outputs.get(1).floats()).containsExactly(thresholds);
        for (int i = 0; i < 6; i++) {
            float s = thresholds[axis == 0 ? i / 3 : i % 3];
            assertThat(outputs.get(0).floats()[i]).isEqualTo(exact(Order.CLIP_THEN_ROUND, x.floats()[i], s, 127));
        }
        assertThat(Given.run(
                                new FakeQuantize(Order.CLIP_THEN_ROUND, 8, axis, false, false),
                                x,
                                Given.vector(thresholds))
                        .floats())
                .isEqualTo(outputs.get(0).floats());
    }

    @Test
    void givesZerosForOneBit() {
        var operator = new FakeQuantize(Order.CLIP_THEN_ROUND, 1, -1, false, false);
        assertThat(Given.run(operator, Given.vector(3f, -1f), Given.vector(1f)).floats())
                .containsExactly(0, -0f);
    }

    @Test
    void emitsTheThresholdThatWasGiven() {
        var operator = new FakeQuantize(Order.CLIP_THEN_ROUND, 8, -1, true, true);
        var outputs = OneNode.run(operator, Given.fedAll(Given.vector(0.5f), Given.vector(2f, 9f)), null);
        assertThat(outputs.get(1).floats()).containsExactly(2);
    }
}
