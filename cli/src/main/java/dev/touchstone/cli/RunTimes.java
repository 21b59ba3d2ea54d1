package dev.touchstone.cli;

import dev.touchstone.cli.text.Json;
import java.util.Arrays;

/** The durations of repeated runs in milliseconds. */
final class RunTimes {
    private final double[] milliseconds;

    /** At least one duration. */
    RunTimes(double... milliseconds) {
        this.milliseconds = milliseconds.clone();
    }

    /** The same durations, each rounded to float32, as the image classification demo keeps them. */
    RunTimes inFloat() {
        return new RunTimes(Arrays.stream(milliseconds).map(m -> (float) m).toArray());
    }

    int count() {
        return milliseconds.length;
    }

    double get(int index) {
        return milliseconds[index];
    }

    double min() {
        return Arrays.stream(milliseconds).min().orElseThrow();
    }

    double max() {
        return Arrays.stream(milliseconds).max().orElseThrow();
    }

    double mean() {
        return Arrays.stream(milliseconds).sum() / milliseconds.length;
    }

    /** The middle one; of an even number the mean of the two in the middle. */
    double median() {
        double[] sorted = sorted();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** The smallest duration that at least this share of the runs did not exceed. */
    double percentile(double percent) {
        double[] sorted = sorted();
        return sorted[(int) Math.ceil(percent / 100 * sorted.length) - 1];
    }

    private double[] sorted() {
        double[] sorted = milliseconds.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    Json toJson() {
        return Json.object()
                .with("min", min())
                .with("median", median())
                .with("mean", mean())
                .with("p99", percentile(99))
                .with("max", max());
    }
}
