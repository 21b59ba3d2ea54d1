package dev.touchstone.quantization.calibration;

/**
 * No threshold: the smallest and the largest value of each tensor are recorded in the program as {@code NAME.min},
 * {@code NAME.max}, {@code out_min} and {@code out_max}, for tools that choose scales themselves. The program stays
 * float.
 */
public record MinMax() implements ThresholdAlgorithm {
    @Override
    public String name() {
        return "min_max";
    }

    @Override
    public boolean givesThreshold() {
        return false;
    }

    @Override
    public double threshold(TensorStatistics statistics) {
        throw new IllegalStateException("min_max gives no threshold");
    }
}
