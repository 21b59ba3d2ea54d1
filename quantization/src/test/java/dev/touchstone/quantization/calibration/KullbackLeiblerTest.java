package dev.touchstone.quantization.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

/** Index and divergence of each histogram were computed by PaddleSlim's own functions. */
final class KullbackLeiblerTest {
    private static long[] counts(IntToLongFunction count) {
        long[] counts = new long[Histogram.BINS];
        Arrays.setAll(counts, count);
        return counts;
    }

    private static void check(IntToLongFunction count, int oldBins, double oldKl, int newBins, double newKl) {
        var old = KullbackLeibler.SLIM_2_0.best(counts(count));
        var current = KullbackLeibler.CURRENT.best(counts(count));

        assertThat(old.bins()).isEqualTo(oldBins);
        assertThat(old.divergence()).isCloseTo(oldKl, within(1e-9 * oldKl));
        assertThat(current.bins()).isEqualTo(newBins);
        assertThat(current.divergence()).isCloseTo(newKl, within(1e-9 * newKl));
    }

    @Test
    void fallingHyperbola() {
        check(i -> 1_000_000 / (i + 1), 2039, 0.07804971056, 2031, 0.16544839315);
    }

    @Test
    void fallingParabola() {
        check(i -> (2048L - i) * (2048 - i), 2041, 7.478556620e-6, 2034, 3.027881294e-5);
    }

    @Test
    void everyThirdBinIsEmpty() {
        check(i -> i % 3 == 0 ? 0 : (i * 7919L) % 1000, 2046, 0.16283291246, 2046, 0.18456030882);
    }

    @Test
    void rareOutliers() {
        check(
                i -> i < 1500 ? 5_000_000 / ((i + 1L) * (i + 1)) + 1 : i % 97 == 0 ? 1 : 0,
                1500,
                0.55463698922,
                1142,
                0.85039172984);
    }

    @Test
    void whereNothingIsACandidateTheLastCountedBinBelowTheFirstCandidateIsTaken() {
        long[] step = counts(i -> i < 700 ? 100 : i == 2047 ? 1 : 0);
        long[] single = counts(i -> i == 10 ? 5 : 0);

        assertThat(KullbackLeibler.SLIM_2_0.best(step).bins()).isEqualTo(699);
        assertThat(KullbackLeibler.CURRENT.best(step).bins()).isEqualTo(699);
        assertThat(KullbackLeibler.SLIM_2_0.best(single).bins()).isEqualTo(10);
        assertThat(KullbackLeibler.CURRENT.best(single).bins()).isEqualTo(10);
    }
}
