package dev.touchstone.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TimesTest {
    private final Times ours = new Times(new double[][] {{1, 2, 9}, {4, 4, 5}, {3, 1, 2}});
    private final Times other = new Times(new double[][] {{4, 4, 4}, {5, 5, 90}, {8, 8, 1}});

    @Test
    void minimumAndMedianAreThoseOfAllRuns() {
        assertThat(ours.minimum()).isEqualTo(1);
        assertThat(ours.median()).isEqualTo(3);
    }

    @Test
    void ratiosAreThoseOfTheMediansOfEachRound() {
        assertThat(ours.ratios(other)).containsExactly(new double[] {0.25, 0.5, 0.8}, within(1e-12));
        assertThat(ours.ratio(other)).isEqualTo(0.5);
    }

    @Test
    void medianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
        assertThat(Times.median(new double[] {4, 1, 3, 100})).isEqualTo(3.5);
    }
}
