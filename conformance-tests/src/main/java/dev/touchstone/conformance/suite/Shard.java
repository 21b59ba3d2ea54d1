package dev.touchstone.conformance.suite;

/**
 * One part of a selection that several machines share. Merged, the parts give the report of the whole.
 *
 * @param index from 1
 * @param count how many parts there are
 */
public record Shard(int index, int count) {
    /** The only part: everything. */
    public static final Shard WHOLE = new Shard(1, 1);

    /**
     * Checks the numbers.
     *
     * @throws SelectionException if the index is not in {@code 1..count}
     */
    public Shard {
        if (index < 1 || index > count) {
            throw new SelectionException("shard is " + index + "/" + count + "; expected 1/" + Math.max(1, count)
                    + " to " + Math.max(1, count) + "/" + Math.max(1, count));
        }
    }

    /**
     * From the form {@code 3/8}.
     *
     * @throws SelectionException if the text has another form
     */
    public static Shard parse(String text) {
        if (!text.matches("\\d{1,6}/\\d{1,6}")) {
            throw new SelectionException("shard is '" + text + "'; expected index and count, as 3/8");
        }
        int stroke = text.indexOf('/');
        return new Shard(Integer.parseInt(text.substring(0, stroke)), Integer.parseInt(text.substring(stroke + 1)));
    }

    /** Whether the case at this position of the selection belongs to the part. */
    boolean holds(int position) {
        return position % count == index - 1;
    }

    /** {@code 3/8}. */
    @Override
    public String toString() {
        return index + "/" + count;
    }
}
