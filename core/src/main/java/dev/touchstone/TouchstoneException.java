package dev.touchstone;

import org.jspecify.annotations.Nullable;

/** Root of all errors that Touchstone raises on purpose; its message is meant to be read by the user. */
public class TouchstoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TouchstoneException(String message) {
        super(message);
    }

    public TouchstoneException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
