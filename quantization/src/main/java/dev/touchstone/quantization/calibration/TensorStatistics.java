package dev.touchstone.quantization.calibration;

import java.util.List;

/**
 * Everything that calibration knows of one tensor.
 *
 * @param ranges of each batch, in order; not empty
 * @param histogram of the magnitudes over all batches
 * @param samples what the algorithm took from each batch, in order
 */
public record TensorStatistics(List<BatchRange> ranges, Histogram histogram, List<double[]> samples) {
    /** Copies the lists. */
    public TensorStatistics {
        ranges = List.copyOf(ranges);
        samples = List.copyOf(samples);
    }

    /** The largest magnitude of all batches. */
    public float largestMagnitude() {
        return (float)
                ranges.stream().mapToDouble(BatchRange::largestMagnitude).max().orElse(0);
    }

    /** The smallest value of all batches. */
    public float least() {
        return (float) ranges.stream().mapToDouble(BatchRange::least).min().orElse(0);
    }

    /** The largest value of all batches. */
    public float greatest() {
        return (float) ranges.stream().mapToDouble(BatchRange::greatest).max().orElse(0);
    }
}
