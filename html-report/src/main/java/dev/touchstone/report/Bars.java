package dev.touchstone.report;

import java.util.List;

/**
 * A bar chart: one bar a line, all to the same scale from 0.
 *
 * @param caption what the bars show, with the unit
 * @param bars from the top
 */
public record Bars(String caption, List<Bar> bars) implements Block {
    /**
     * One bar.
     *
     * @param label what it is
     * @param value its length; negative and not finite values are drawn without length
     * @param text the value as it is written
     */
    public record Bar(String label, double value, String text) {
        /** The value, or 0 where no length can show it. */
        double length() {
            return Double.isFinite(value) ? Math.max(0, value) : 0;
        }
    }

    /** Copies the list. */
    public Bars {
        bars = List.copyOf(bars);
    }
}
