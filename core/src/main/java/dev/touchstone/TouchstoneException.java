package dev.touchstone;

import org.jspecify.annotations.Nullable;

/** Root of all errors that Touchstone raises on purpose; its message is meant to be read by the user. */
public class TouchstoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Without a cause. */
    public TouchstoneException(String message) {
        super(message);
    }

    /** With the cause, if there is one. */
    public TouchstoneException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
