package dev.touchstone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against the Taylor series in decimal arithmetic. */
class ErrorFunctionTest {
    @Test
    void staysWithinItsErrorEverywhere() {
        long seed = 3;
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 600; i++) {
            double x = i < 130 ? i / 20.0 : random.nextDouble(-6.5, 6.5);
            assertThat(Math.abs(ErrorFunction.erf(x) - Exact.erf(Exact.of(x)).doubleValue()))
                    .as("seed %s: erf(%s)", seed, x)
                    .isLessThan(1e-14);
        }
    }

    @Test
    void isOddAndEndsAtOne() {
        assertThat(ErrorFunction.erf(-1.5)).isEqualTo(-ErrorFunction.erf(1.5));
        assertThat(ErrorFunction.erf(Double.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(ErrorFunction.erf(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(ErrorFunction.erf(-0.0)).isEqualTo(-0.0);
        assertThat(ErrorFunction.erf(Double.NaN)).isNaN();
    }
}
