package dev.touchstone.report;

import java.util.Locale;

/** How something ended. Badges tell it by word, mark and colour, so that none of the three is needed to understand. */
public enum Status {
    /** As it must be. */
    PASSED("✓"),
    /** Not as it must be. */
    FAILED("✗"),
    /** Usable, but to be looked at. */
    WARNING("!"),
    /** Not tried. */
    SKIPPED("–"),
    /** Neither good nor bad. */
    INFO("•");

    private final String mark;

    Status(String mark) {
        this.mark = mark;
    }

    /** One character. */
    String mark() {
        return mark;
    }

    /** The class in the style sheet. */
    String style() {
        return name().toLowerCase(Locale.ROOT);
    }
}
