package dev.touchstone.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of text in aligned columns. Where a row would be wider than the terminal's usual 80 columns, the cells of the
 * one column that may shrink lose their middle. Not thread-safe.
 */
public final class Table {
    /** Width that every terminal has. */
    public static final int WIDTH = 80;

    private static final String GAP = "  ";

    /** One column. */
    public record Column(String title, Alignment alignment) {}

    /** How a column's cells stand, and whether they may be shortened. */
    public enum Alignment {
        LEFT,
        RIGHT,
        /** At the left, and shortened where the table is too wide. */
        SHRINKING
    }

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table without rows. */
    public Table(Column... columns) {
        this.columns = List.of(columns);
    }

    /** A column of words. */
    public static Column left(String title) {
        return new Column(title, Alignment.LEFT);
    }

    /** A column of numbers. */
    public static Column right(String title) {
        return new Column(title, Alignment.RIGHT);
    }

    /** A column of words that may be long. */
    public static Column shrinking(String title) {
        return new Column(title, Alignment.SHRINKING);
    }

    /** Adds a row of as many cells as there are columns. */
    public Table row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    /** Title line and rows, without trailing blanks. */
    public List<String> lines() {
        int[] widths = widths();
        var lines = new ArrayList<String>();
        lines.add(line(columns.stream().map(Column::title).toList(), widths));
        rows.forEach(r -> lines.add(line(r, widths)));
        return lines;
    }

    private int[] widths() {
        int[] widths = IntStream.range(0, columns.size())
                .map(i -> Math.max(
                        columns.get(i).title().length(),
                        rows.stream().mapToInt(r -> r.get(i).length()).max().orElse(0)))
                .toArray();
        int excess = IntStream.of(widths).sum() + GAP.length() * (widths.length - 1) - WIDTH;
        for (int i = 0; i < widths.length && excess > 0; i++) {
            if (columns.get(i).alignment() == Alignment.SHRINKING) {
                int shrunk = Math.max(Math.max(8, columns.get(i).title().length()), widths[i] - excess);
                excess -= widths[i] - shrunk;
                widths[i] = shrunk;
            }
        }
        return widths;
    }

    private String line(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            var cell = shorten(cells.get(i), widths[i]);
            var blanks = " ".repeat(widths[i] - cell.length());
            boolean right = columns.get(i).alignment() == Alignment.RIGHT;
            line.append(i == 0 ? "" : GAP).append(right ? blanks + cell : cell + blanks);
        }
        return line.toString().stripTrailing();
    }

    /** A text of at most a given number of characters, its middle replaced by {@code ...} if need be. */
    static String shorten(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        int head = (width - 3) / 2;
        return text.substring(0, head) + "..." + text.substring(text.length() - (width - 3 - head));
    }
}
