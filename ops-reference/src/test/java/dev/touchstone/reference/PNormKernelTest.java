package dev.touchstone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.PNorm;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule L3. */
class PNormKernelTest {
    /** Columns (3, 0), (-4, 0), (12, -2): hand-computed. */
    @ParameterizedTest
    @CsvSource({
        "0, 1, 3, 1",
        "1, 1, 19, 2",
        "2, 1, 13, 2",
        "3, 1, 12.207055, 2",
        "Infinity, 1, 12, 2",
        "-Infinity, 1, 3, 0",
        "2, -1, 13, 2"
    })
    void measuresRows(float order, int axis, float first, float second) {
        var x = Tensor.of(new float[] {3, -4, 12, 0, 0, -2}, 2, 3);
        var y = Given.run(new PNorm(order, axis, false), x);
        assertThat(y.floats()).containsExactly(first, second);
        assertThat(y.shape()).isEqualTo(Shape.of(2));
    }

    @Test
    void measuresColumnsAndKeepsTheAxis() {
        var x = Tensor.of(new float[] {3, -6, 5, -4, 8, 12}, 2, 3);
        var y = Given.run(new PNorm(2, 0, true), x);
        assertThat(y.floats()).containsExactly(5, 10, 13);
        assertThat(y.shape()).isEqualTo(Shape.of(1, 3));
    }

    /** (1^2.5 + 4^2.5)^0.4 = 33^0.4. */
    @Test
    void takesFractionalOrders() {
        float[] y = Given.run(new PNorm(2.5f, 0, false), Given.vector(1f, -4f)).floats();
        var expected = Exact.exp(Exact.log(Exact.of(33)).multiply(new java.math.BigDecimal("0.4")));
        assertThat(y).containsExactly(expected.floatValue());
    }

    @Test
    void addsNoEpsilon() {
        assertThat(Given.run(new PNorm(2, 0, false), Given.vector(0f, 0f)).floats())
                .containsExactly(0);
    }

    /** 0.1 * 13 / 0.25 = 5.2; 0.1 * 19 / 0.25 = 7.6; 0.1 * 12 / 0.25 = 4.8; three elements / 0.25 = 12. */
    @ParameterizedTest
    @CsvSource({"2, 5", "1, 8", "Infinity, 5", "-Infinity, 1", "0, 12"})
    void measuresSteps(float order, byte expected) {
        var x = Given.int8(0.1f, Shape.of(3), "3 -4 12");
        assertThat(Given.runInt8(new PNorm(order, 0, false), 0.25f, x)).containsExactly(expected);
    }
}
