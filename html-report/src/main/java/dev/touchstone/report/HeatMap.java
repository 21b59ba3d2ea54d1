package dev.touchstone.report;

import java.util.Arrays;

/**
 * A grid of signed numbers, such as differences in units of the last place: nothing where they are 0, more colour the
 * further away, blue below and orange above, which readers with any kind of colour vision tell apart.
 *
 * <p>A grid of more than 128 x 128 is drawn as 128 x 128, each place with the number furthest from 0 that it stands for.
 * Immutable; the array is copied.
 */
public final class HeatMap implements Block {
    /** Steps of colour on each side of 0. */
    static final int STEPS = 6;

    private static final int LARGEST = 128;

    private final String caption;
    private final String unit;
    private final int rows;
    private final int columns;
    private final double[] values;
    private final double bound;

    /**
     * A map whose strongest colours stand for the number furthest from 0.
     *
     * @param caption what the map shows
     * @param unit of the numbers, for the legend; may be empty
     * @param rows at least 1
     * @param columns at least 1
     * @param values row after row; not a number counts as furthest from 0
     * @throws IllegalArgumentException if there are not as many values as places
     */
    public HeatMap(String caption, String unit, int rows, int columns, double[] values) {
        if (rows < 1 || columns < 1 || (long) rows * columns != values.length) {
            throw new IllegalArgumentException(
                    "heat map '" + caption + "' has " + values.length + " values for " + rows + " x " + columns);
        }
        this.caption = caption;
        this.unit = unit;
        this.rows = Math.min(rows, LARGEST);
        this.columns = Math.min(columns, LARGEST);
        this.values = reduced(values, rows, columns, this.rows, this.columns);
        this.bound = Arrays.stream(values)
                .map(Math::abs)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }

    private static double[] reduced(double[] values, int rows, int columns, int newRows, int newColumns) {
        double[] result = new double[newRows * newColumns];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                int to = (int) ((long) r * newRows / rows) * newColumns + (int) ((long) c * newColumns / columns);
                double value = values[r * columns + c];
                // Double.compare puts NaN above everything.
                if (Double.compare(Math.abs(value), Math.abs(result[to])) > 0) {
                    result[to] = value;
                }
            }
        }
        return result;
    }

    /** What the map shows. */
    public String caption() {
        return caption;
    }

    /** Unit of the numbers. */
    public String unit() {
        return unit;
    }

    /** The largest finite distance from 0: what the strongest colours stand for. */
    public double bound() {
        return bound;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /** The colour of a place, {@code -STEPS..STEPS}; 0 only for the number 0. */
    int step(int row, int column) {
        double value = values[row * columns + column];
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return value < 0 ? -STEPS : STEPS;
        }
        int distance = (int) Math.ceil(Math.abs(value) / bound * STEPS);
        return value == 0 ? 0 : (value < 0 ? -1 : 1) * Math.clamp(distance, 1, STEPS);
    }
}
