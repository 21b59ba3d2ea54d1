package dev.touchstone.quantization.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The algorithms on data for which their formulas can be followed by hand. */
final class ThresholdsTest {
    /** What calibration would gather of batches of two samples. */
    private static TensorStatistics statistics(ThresholdAlgorithm algorithm, float[]... batches) {
        var ranges = new ArrayList<BatchRange>();
        for (float[] batch : batches) {
            ranges.add(BatchRange.of(batch, 2));
        }
        double lowest =
                ranges.stream().mapToDouble(BatchRange::smallestMagnitude).min().orElseThrow();
        double highest =
                ranges.stream().mapToDouble(BatchRange::largestMagnitude).max().orElseThrow();
        var histogram = new Histogram(lowest, highest);
        var samples = new ArrayList<double[]>();
        for (int i = 0; i < batches.length; i++) {
            histogram.add(batches[i]);
            samples.add(algorithm.sample(batches[i], ranges.get(i)));
        }
        return new TensorStatistics(ranges, histogram, samples);
    }

    private static double threshold(ThresholdAlgorithm algorithm, float[]... batches) {
        return algorithm.threshold(statistics(algorithm, batches));
    }

    @Test
    void rangesAreOfValuesAndOfMagnitudes() {
        assertThat(BatchRange.of(new float[] {1, -3, 0.5f, 2}, 2))
                .isEqualTo(new BatchRange(-3, 2, 0.5f, 3, (3 + 2) / 2.0));
    }

    @Test
    void absMaxIsTheLargestMagnitudeOfAllBatches() {
        assertThat(threshold(new AbsMax(), new float[] {1, -3}, new float[] {2, 0}))
                .isEqualTo(3);
    }

    @Test
    void avgIsTheMeanOfTheSamplesLargestMagnitudes() {
        // Batch 0: samples (1, -3) and (0, 2), mean of 3 and 2; batch 1: (4, 0) and (0, 0), mean of 4 and 0.
        assertThat(threshold(new Average(), new float[] {1, -3, 0, 2}, new float[] {4, 0, 0, 0}))
                .isEqualTo((2.5 + 2) / 2);
    }

    @Test
    void histIsTheMiddleOfTheBinThatReachesThePercentile() {
        // 2048 bins of width 1/2: values 0, 1, ..., 1023 fall into every second bin, 1024 into the last.
        float[] values = new float[1026];
        for (int i = 0; i <= 1024; i++) {
            values[i] = i;
        }
        // 513 of 1026 values are in the first 1023 bins: bins 0 (twice), 2, ..., 1022.
        assertThat(threshold(new Percentile(0.5), values)).isEqualTo((1023 - 0.5) * 0.5);
        assertThat(threshold(new Percentile(1), values)).isEqualTo((2048 - 0.5) * 0.5);
    }

    @Test
    void klTakesTheMiddleOfItsBin() {
        var kl = KullbackLeibler.CURRENT;
        float[] values = new float[2048 * 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 2048 / 2047f;
        }
        var statistics = statistics(kl, values);

        int bins = kl.best(statistics.histogram().counts()).bins();
        assertThat(kl.threshold(statistics))
                .isEqualTo((bins + 0.5) * statistics.histogram().width());
    }

    @Test
    void mseFindsTheGridThatTheValuesLieOn() {
        // All but one value are multiples of 0.5 / 127; the outlier is clipped by the best threshold.
        float[] values = new float[1016];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i % 255 - 127) * 0.5f / 127;
        }
        values[0] = 0.51f;

        assertThat(threshold(new MeanSquaredError(false), values)).isCloseTo(0.51 * 0.98, within(1e-6));
    }

    @Test
    void mseOfPaddleSeesNoNegativeValues() {
        // Two-sided, clipping -1 is expensive; one-sided, it is lost whatever the threshold.
        float[] values = {-1, 0.30f, 0.1f, 0.2f};

        assertThat(threshold(new MeanSquaredError(false), values)).isGreaterThan(0.97);
        assertThat(threshold(new MeanSquaredError(true), values)).isLessThan(0.97);
    }

    @Test
    void mseTakesTheBatchWithTheLeastLossAndOfEqualOnesTheLast() {
        var mse = new MeanSquaredError(false);
        var ranges = List.of(new BatchRange(0, 1, 0, 1, 1));
        var statistics = new TensorStatistics(
                ranges, new Histogram(0, 1), List.of(new double[] {3, 5}, new double[] {2, 6}, new double[] {2, 7}));

        assertThat(mse.threshold(statistics)).isEqualTo(7);
    }

    @Test
    void minMaxGivesNoThreshold() {
        assertThat(new MinMax().givesThreshold()).isFalse();
        assertThatThrownBy(() -> threshold(new MinMax(), new float[] {1, 2}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("min_max gives no threshold");
    }

    @Test
    void aPercentileIsAPart() {
        assertThatThrownBy(() -> new Percentile(99.99))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("percentile is 99.99; expected more than 0 and at most 1");
    }
}
