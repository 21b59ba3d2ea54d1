package dev.touchstone.quantization.calibration;

/**
 * How often the magnitudes of a tensor fall into {@value #BINS} bins of equal width between the smallest and the largest
 * one that the first pass saw, as NumPy's {@code histogram} counts.
 *
 * <p>H1 {@code edge[i] = i * ((hi - lo) / 2048) + lo} in double, the last edge is {@code hi} itself; where {@code lo} and
 * {@code hi} are equal they are first moved apart by 0.5 each.
 * <br>H2 Bin i counts {@code edge[i] <= |x| < edge[i + 1]}, the last one {@code |x| = hi} too; what is outside is not
 * counted.
 *
 * <p>Thread-safe: sums of integers do not depend on their order.
 */
public final class Histogram {
    /** Number of bins. */
    public static final int BINS = 2048;

    private final double[] edges = new double[BINS + 1];
    private final long[] counts = new long[BINS];

    /**
     * An empty histogram.
     *
     * @param lowest magnitude
     * @param highest magnitude, not less
     */
    public Histogram(double lowest, double highest) {
        double lo = lowest == highest ? lowest - 0.5 : lowest;
        double hi = lowest == highest ? highest + 0.5 : highest;
        double step = (hi - lo) / BINS;
        for (int i = 0; i < BINS; i++) {
            edges[i] = i * step + lo;
        }
        edges[BINS] = hi;
    }

    /** Counts the magnitudes of these values. */
    public void add(float[] values) {
        long[] more = new long[BINS];
        double lo = edges[0];
        double hi = edges[BINS];
        double perUnit = BINS / (hi - lo);
        for (float value : values) {
            double v = Math.abs(value);
            if (v >= lo && v <= hi) {
                int bin = Math.min(BINS - 1, (int) ((v - lo) * perUnit));
                // The product may be off by one; the edges decide.
                if (v < edges[bin]) {
                    bin--;
                } else if (bin < BINS - 1 && v >= edges[bin + 1]) {
                    bin++;
                }
                more[bin]++;
            }
        }
        synchronized (counts) {
            for (int i = 0; i < BINS; i++) {
                counts[i] += more[i];
            }
        }
    }

    /** A copy of the counts. */
    public long[] counts() {
        synchronized (counts) {
            return counts.clone();
        }
    }

    /** Width of the first bin. */
    public double width() {
        return edges[1] - edges[0];
    }

    /** Left edge of the first bin. */
    public double lowest() {
        return edges[0];
    }

    /** Right edge of the last bin. */
    public double highest() {
        return edges[BINS];
    }
}
