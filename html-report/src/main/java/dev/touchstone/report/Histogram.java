package dev.touchstone.report;

import java.util.List;

/**
 * How often values fall into bins of equal width.
 *
 * @param caption what was counted
 * @param low left edge of the first bin
 * @param high right edge of the last bin; greater than {@code low}
 * @param counts of each bin, not negative, at least one; more than 256 are drawn as 256
 * @param scale how a count becomes a height
 * @param marks places on the axis that are worth a line
 */
public record Histogram(String caption, double low, double high, List<Long> counts, Scale scale, List<Mark> marks)
        implements Block {
    /** How a count becomes a height. */
    public enum Scale {
        LINEAR,
        /** {@code log(1 + count)}: rare values stay visible. */
        LOGARITHMIC
    }

    /**
     * A line at a value.
     *
     * @param label what the value is, without the value
     * @param text the value as it is written
     */
    public record Mark(String label, double value, String text) {}

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if there is no bin, a count is negative or the range is empty or not finite
     */
    public Histogram {
        counts = List.copyOf(counts);
        marks = List.copyOf(marks);
        if (counts.isEmpty() || counts.stream().anyMatch(c -> c < 0)) {
            throw new IllegalArgumentException("histogram '" + caption + "' needs bins, none of them negative");
        }
        if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
            throw new IllegalArgumentException(
                    "histogram '" + caption + "' has the range " + low + " to " + high + "; expected low < high");
        }
    }

    /** Heights of the bars to draw, 0..1. */
    double[] heights() {
        int bins = Math.min(256, counts.size());
        double[] heights = new double[bins];
        for (int i = 0; i < counts.size(); i++) {
            int bin = (int) ((long) i * bins / counts.size());
            heights[bin] = Math.max(heights[bin], height(counts.get(i)));
        }
        double highest = 0;
        for (double h : heights) {
            highest = Math.max(highest, h);
        }
        for (int i = 0; i < bins && highest > 0; i++) {
            heights[i] /= highest;
        }
        return heights;
    }

    private double height(long count) {
        return switch (scale) {
            case LINEAR -> (double) count;
            case LOGARITHMIC -> Math.log1p((double) count);
        };
    }
}
