package dev.touchstone.quantization.calibration;

/**
 * How the threshold of an activation - the magnitude that maps to 127 - follows from calibration. Stateless and
 * thread-safe.
 */
public sealed interface ThresholdAlgorithm
        permits AbsMax, Average, Percentile, KullbackLeibler, MeanSquaredError, MinMax {
    /** What is recorded in the quantized program: {@code KL}, {@code abs_max}. */
    String name();

    /**
     * What the algorithm takes from one batch in the second pass, beside the histogram that is always counted; most take
     * nothing.
     *
     * @param values of the whole batch; not written
     * @param range of this batch
     */
    default double[] sample(float[] values, BatchRange range) {
        return new double[0];
    }

    /** Whether there is a threshold at all; only ranges are recorded where there is none. */
    default boolean givesThreshold() {
        return true;
    }

    /** The threshold. Called only where the largest magnitude is greater than 0. */
    double threshold(TensorStatistics statistics);
}
