package dev.touchstone;

/** A run was cancelled by its caller before it ended. */
public final class RunCancelledException extends TouchstoneException {
    private static final long serialVersionUID = 1L;

    /** The message says what was cancelled. */
    public RunCancelledException(String message) {
        super(message);
    }
}
