package dev.touchstone.report;

/** What stands in one cell of a {@link Table}. */
public sealed interface Cell {
    /** Words. */
    record Text(String text) implements Cell {}

    /** Words in the type of programs: names of nodes and files. */
    record Code(String text) implements Cell {}

    /**
     * A number.
     *
     * @param value what rows are sorted by
     * @param text how it is written
     */
    record Quantity(double value, String text) implements Cell {}

    /** A status. */
    record Mark(Badge badge) implements Cell {}

    /**
     * Words that lead to a section or a row of the same page.
     *
     * @param anchor as given to {@link Section} or {@link Table.Row}
     */
    record Link(String text, String anchor) implements Cell {}

    /**
     * A bar with its number.
     *
     * @param fraction filled part, 0..1; values outside are cut
     * @param value what rows are sorted by
     * @param text how it is written
     */
    record Meter(double fraction, double value, String text) implements Cell {}

    /** Words. */
    static Cell text(String text) {
        return new Text(text);
    }

    /** A name from a program. */
    static Cell code(String text) {
        return new Code(text);
    }

    /** A whole number. */
    static Cell number(long value) {
        return new Quantity(value, Long.toString(value));
    }

    /** A number, written as told. */
    static Cell number(double value, String text) {
        return new Quantity(value, text);
    }

    /** A status by its own name. */
    static Cell status(Status status) {
        return new Mark(Badge.of(status));
    }

    /** A status with another word. */
    static Cell status(Status status, String text) {
        return new Mark(new Badge(status, text));
    }

    /** A link inside the page. */
    static Cell link(String text, String anchor) {
        return new Link(text, anchor);
    }

    /** A bar with its number. */
    static Cell meter(double fraction, double value, String text) {
        return new Meter(fraction, value, text);
    }
}
