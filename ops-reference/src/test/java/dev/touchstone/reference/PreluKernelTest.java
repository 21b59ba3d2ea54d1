package dev.touchstone.reference;

import static dev.touchstone.reference.OneNode.constant;
import static dev.touchstone.reference.OneNode.fed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.Prelu;
import dev.touchstone.op.Prelu.Mode;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules U1 and U3. */
class PreluKernelTest {
    private static final float[] SLOPES = {0.1f, -0.3f, 1.5f, 0.1f, 0, 0.7f};

    private static Tensor slopes(Mode mode) {
        int n = switch (mode) {
            case ALL -> 1;
            case CHANNEL -> 3;
            case ELEMENT -> 6;
        };
        return Given.vector(Arrays.copyOf(SLOPES, n));
    }

    private static float slope(Mode mode, int i) {
        return switch (mode) {
            case ALL -> SLOPES[0];
            case CHANNEL -> SLOPES[i / 2 % 3];
            case ELEMENT -> SLOPES[i % 6];
        };
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void multipliesWhatIsNotPositiveBySlopes(Mode mode) {
        float[] x = {-1, -2.7f, 3, -0.3f, -5, 7, 1, -2, -3.3f, 4, -5.1f, -6};
        float[] y =
                Given.run(new Prelu(mode), Tensor.of(x, 2, 3, 2), slopes(mode)).floats();
        for (int i = 0; i < x.length; i++) {
            assertThat(y[i]).isEqualTo(x[i] > 0 ? x[i] : Exact.times(slope(mode, i), x[i]));
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void roundsSteps(Mode mode) {
        byte[] x = Given.bytes("-1 -27 3 -33 -127 7 127 -2 -39 4 -51 -6");
        byte[] y = OneNode.run(
                        new Prelu(mode),
                        List.of(fed(Given.int8(0.05f, Shape.of(2, 3, 2), x)), constant(slopes(mode))),
                        TensorType.int8(Shape.of(2, 3, 2), 0.03f))
                .getFirst()
                .bytes();
        for (int i = 0; i < x.length; i++) {
            var real = Exact.of(x[i]).multiply(Exact.of(0.05f));
            var value = x[i] > 0 ? real : real.multiply(Exact.of(slope(mode, i)));
            assertThat(y[i]).isEqualTo(Exact.saturate(Exact.divide(value, Exact.of(0.03f))));
        }
    }

    @Test
    void keepsNanAndSignedZero() {
        float[] y = Given.run(
                        new Prelu(Mode.ALL), Given.vector(Float.NaN, -0f, Float.NEGATIVE_INFINITY), Given.vector(0.5f))
                .floats();
        assertThat(y).containsExactly(Float.NaN, -0f, Float.NEGATIVE_INFINITY);
    }

    @Test
    void refusesSlopesThatAreComputedOnInt8() {
        assertThat(Given.refusal(new Prelu(Mode.ALL), Given.int8(0.1f, Shape.of(1), "1"), Given.vector(0.5f)))
                .isEqualTo("CONSTANT: slope is computed; supported: a constant for int8 (run in float32)");
    }
}
