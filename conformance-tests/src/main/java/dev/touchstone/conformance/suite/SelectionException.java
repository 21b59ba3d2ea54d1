package dev.touchstone.conformance.suite;

import dev.touchstone.TouchstoneException;

/** What was selected does not exist; nothing is run, because an empty run is no success. */
public final class SelectionException extends TouchstoneException {
    private static final long serialVersionUID = 1L;

    /** One sentence: what was asked for and what there is. */
    public SelectionException(String message) {
        super(message);
    }
}
