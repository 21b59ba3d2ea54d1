package dev.touchstone.report;

import java.util.List;
import java.util.Optional;

/**
 * Blocks behind a line that opens and closes them. Closed ones are opened for printing, by the browser's search and by a
 * link to them.
 *
 * @param summary the line
 * @param open whether the reader finds it open
 * @param anchor what links lead to, if anything: letters, digits and hyphens
 */
public record Details(String summary, boolean open, Optional<String> anchor, List<Block> blocks) implements Block {
    /** Copies the list. */
    public Details {
        blocks = List.copyOf(blocks);
    }

    /** Details that no link leads to. */
    public Details(String summary, boolean open, List<Block> blocks) {
        this(summary, open, Optional.empty(), blocks);
    }

    /** Closed details. */
    public static Details of(String summary, Block... blocks) {
        return new Details(summary, false, List.of(blocks));
    }
}
