package dev.touchstone.quantization.calibration;

/** The largest magnitude of all: {@code t = max |x|}. Nothing is clipped; one outlier costs everybody resolution. */
public record AbsMax() implements ThresholdAlgorithm {
    @Override
    public String name() {
        return "abs_max";
    }

    @Override
    public double threshold(TensorStatistics statistics) {
        return statistics.largestMagnitude();
    }
}
