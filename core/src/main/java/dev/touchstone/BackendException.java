package dev.touchstone;

import org.jspecify.annotations.Nullable;

/** A backend could not be opened, could not compile a graph or failed while running it. */
public class BackendException extends TouchstoneException {
    private static final long serialVersionUID = 1L;

    private final String backend;

    /** Without a cause. */
    public BackendException(String backend, String what) {
        this(backend, what, null);
    }

    /** The message is {@code backend NAME: WHAT}. */
    public BackendException(String backend, String what, @Nullable Throwable cause) {
        super("backend " + backend + ": " + what, cause);
        this.backend = backend;
    }

    /** The backend's name, as {@code BackendProvider.name()} gives it. */
    public String backend() {
        return backend;
    }
}
