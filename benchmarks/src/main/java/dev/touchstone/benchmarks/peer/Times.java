package dev.touchstone.benchmarks.peer;

import java.util.Arrays;

/** Durations of single runs in milliseconds, in rounds. */
final class Times {
    private final double[][] rounds;

    /** At least one round of at least one run. */
    Times(double[][] rounds) {
        this.rounds = Arrays.stream(rounds).map(double[]::clone).toArray(double[][]::new);
    }

    double minimum() {
        return Arrays.stream(rounds).flatMapToDouble(Arrays::stream).min().orElseThrow();
    }

    double median() {
        return median(Arrays.stream(rounds).flatMapToDouble(Arrays::stream).toArray());
    }

    /** The ratios of this one's median to another's, round by round. */
    double[] roundRatios(Times other) {
        var ratios = new double[rounds.length];
        for (int r = 0; r < ratios.length; r++) {
            ratios[r] = median(rounds[r]) / median(other.rounds[r]);
        }
        return ratios;
    }

    /** The same, the smallest first. */
    double[] ratios(Times other) {
        var ratios = roundRatios(other);
        Arrays.sort(ratios);
        return ratios;
    }

    /** The middle one of the rounds' ratios. */
    double ratio(Times other) {
        return median(ratios(other));
    }

    /** The middle one; of an even number the mean of the two in the middle. */
    static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
