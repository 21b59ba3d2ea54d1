package dev.touchstone.report;

import java.util.List;

/**
 * Blocks behind a line that opens and closes them. Closed ones are opened for printing and by the browser's search.
 *
 * @param summary the line
 * @param open whether the reader finds it open
 */
public record Details(String summary, boolean open, List<Block> blocks) implements Block {
    /** Copies the list. */
    public Details {
        blocks = List.copyOf(blocks);
    }

    /** Closed details. */
    public static Details of(String summary, Block... blocks) {
        return new Details(summary, false, List.of(blocks));
    }
}
