package dev.touchstone.quantization.calibration;

/**
 * The mean of the samples' largest magnitudes: {@code t = mean over batches of (mean over samples of max |x|)}, summed in
 * order.
 */
public record Average() implements ThresholdAlgorithm {
    @Override
    public String name() {
        return "avg";
    }

    @Override
    public double threshold(TensorStatistics statistics) {
        double sum = 0;
        for (var range : statistics.ranges()) {
            sum += range.meanOfSampleMagnitudes();
        }
        return sum / statistics.ranges().size();
    }
}
