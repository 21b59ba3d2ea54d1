package dev.touchstone.benchmarks.peer;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Prints a table as Markdown, line by line: a long measurement shows what it has. */
final class MarkdownTable {
    private final java.io.PrintStream out;

    /** Prints the title and the head. */
    MarkdownTable(java.io.PrintStream out, String title, String... columns) {
        this.out = out;
        out.println();
        out.println("### " + title);
        out.println();
        row(List.of(columns));
        row(Collections.nCopies(columns.length, "---"));
    }

    /** Prints a line; numbers get two decimals. */
    void row(Object... cells) {
        row(List.of(cells));
    }

    private void row(List<?> cells) {
        var line = new StringBuilder("|");
        for (var cell : cells) {
            line.append(' ').append(cell instanceof Double d ? text(d) : cell).append(" |");
        }
        out.println(line);
        out.flush();
    }

    /** Two decimals; three below ten. */
    private static String text(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.3f" : "%.2f", value);
    }

    /** The median of the rounds' ratios, the smallest and the largest. */
    static String ratio(Times ours, Times other) {
        double[] ratios = ours.ratios(other);
        return String.format(Locale.ROOT, "%.3f (%.2f..%.2f)", ours.ratio(other), ratios[0], ratios[ratios.length - 1]);
    }
}
