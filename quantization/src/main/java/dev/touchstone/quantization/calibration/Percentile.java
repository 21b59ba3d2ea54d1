package dev.touchstone.quantization.calibration;

/**
 * The magnitude below which nearly all values lie: with the smallest number n of bins that hold at least the given part
 * of all counts, {@code t = (n - 0.5) * width}.
 *
 * @param part of all values, greater than 0 and at most 1
 */
public record Percentile(double part) implements ThresholdAlgorithm {
    /** PaddleSlim's own choice. */
    public static final double DEFAULT_PART = 0.9999;

    /**
     * Checks the part.
     *
     * @throws IllegalArgumentException if it is none
     */
    public Percentile {
        if (!(part > 0 && part <= 1)) {
            throw new IllegalArgumentException("percentile is " + part + "; expected more than 0 and at most 1");
        }
    }

    @Override
    public String name() {
        return "hist";
    }

    @Override
    public double threshold(TensorStatistics statistics) {
        long[] counts = statistics.histogram().counts();
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        long sum = 0;
        int bins = 0;
        while (bins < counts.length && (double) sum / total < part) {
            sum += counts[bins++];
        }
        return (bins - 0.5) * statistics.histogram().width();
    }
}
