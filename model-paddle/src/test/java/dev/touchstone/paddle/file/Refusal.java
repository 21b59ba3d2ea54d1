package dev.touchstone.paddle.file;

import dev.touchstone.ModelFormatException;

/** What a reader says when it refuses. */
final class Refusal {
    private Refusal() {}

    /** The message of the ModelFormatException that the action ends with; any other exception is a failure. */
    static String of(Runnable action) {
        try {
            action.run();
        } catch (ModelFormatException e) {
            return String.valueOf(e.getMessage());
        }
        return "accepted";
    }
}
