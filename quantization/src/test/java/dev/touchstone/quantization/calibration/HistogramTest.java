package dev.touchstone.quantization.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class HistogramTest {
    @Test
    void aBinHoldsItsLeftEdgeAndTheLastBinBothEdges() {
        var histogram = new Histogram(0, 2048);

        histogram.add(new float[] {0, -1, 1.5f, 2047, -2048, 2048.5f});

        long[] counts = histogram.counts();
        assertThat(counts[0]).isEqualTo(1);
        assertThat(counts[1]).isEqualTo(2);
        assertThat(counts[2047]).isEqualTo(2);
        assertThat(Arrays.stream(counts).sum()).isEqualTo(5);
        assertThat(histogram.width()).isEqualTo(1);
    }

    @Test
    void aSingleMagnitudeLiesInTheMiddleOfARangeOfOne() {
        var histogram = new Histogram(3, 3);

        histogram.add(new float[] {3, -3});

        assertThat(histogram.lowest()).isEqualTo(2.5);
        assertThat(histogram.highest()).isEqualTo(3.5);
        assertThat(histogram.counts()[1024]).isEqualTo(2);
    }

    @Test
    void everyValueOfAFineGridFallsBetweenTheEdgesOfItsBin() {
        double lo = 0.1;
        double hi = 0.7;
        var histogram = new Histogram(lo, hi);
        long[] expected = new long[Histogram.BINS];
        float[] values = new float[100_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.05 + 0.7 * i / values.length);
            double v = values[i];
            for (int bin = 0; bin < Histogram.BINS && v >= lo && v <= hi; bin++) {
                double left = bin * ((hi - lo) / 2048) + lo;
                double right = bin == 2047 ? hi : (bin + 1) * ((hi - lo) / 2048) + lo;
                if (v >= left && (v < right || bin == 2047)) {
                    expected[bin]++;
                    break;
                }
            }
        }

        histogram.add(values);

        assertThat(histogram.counts()).isEqualTo(expected);
    }
}
