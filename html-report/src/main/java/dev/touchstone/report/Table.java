package dev.touchstone.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows of cells. A click on a column's title sorts by it; a table wider than the page scrolls inside its frame.
 *
 * @param caption what the table shows
 * @param columns titles from the left
 * @param rows each with one cell for each column
 */
public record Table(String caption, List<Column> columns, List<Row> rows) implements Block {
    /**
     * One column.
     *
     * @param numeric whether its cells stand at the right and sort by value
     */
    public record Column(String title, boolean numeric) {}

    /**
     * One row.
     *
     * @param anchor what {@link Cell.Link} can lead to
     */
    public record Row(Optional<String> anchor, List<Cell> cells) {
        /** Copies the list. */
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if a row has not as many cells as there are columns
     */
    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        for (var row : rows) {
            if (row.cells().size() != columns.size()) {
                throw new IllegalArgumentException("table '" + caption + "' has " + columns.size()
                        + " columns and a row of " + row.cells().size() + " cells");
            }
        }
    }

    /** A column of words. */
    public static Column words(String title) {
        return new Column(title, false);
    }

    /** A column of numbers. */
    public static Column numbers(String title) {
        return new Column(title, true);
    }

    /** A table to be filled. */
    public static Builder of(String caption, Column... columns) {
        return new Builder(caption, List.of(columns));
    }

    /** Collects rows; not thread-safe. */
    public static final class Builder {
        private final String caption;
        private final List<Column> columns;
        private final List<Row> rows = new ArrayList<>();

        private Builder(String caption, List<Column> columns) {
            this.caption = caption;
            this.columns = columns;
        }

        /** Adds a row. */
        public Builder row(Cell... cells) {
            rows.add(new Row(Optional.empty(), List.of(cells)));
            return this;
        }

        /** Adds a row that links lead to. */
        public Builder anchoredRow(String anchor, Cell... cells) {
            rows.add(new Row(Optional.of(anchor), List.of(cells)));
            return this;
        }

        /** The table. */
        public Table build() {
            return new Table(caption, columns, rows);
        }
    }
}
