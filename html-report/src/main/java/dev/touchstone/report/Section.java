package dev.touchstone.report;

import java.util.List;

/**
 * A titled part of a page.
 *
 * @param anchor what links lead to: letters, digits and hyphens, unique on the page
 * @param title also stands in the page's list of contents
 */
public record Section(String anchor, String title, List<Block> blocks) {
    /** Copies the list. */
    public Section {
        blocks = List.copyOf(blocks);
    }

    /** A section of the blocks given. */
    public static Section of(String anchor, String title, Block... blocks) {
        return new Section(anchor, title, List.of(blocks));
    }
}
