package dev.touchstone;

import org.jspecify.annotations.Nullable;

/** A backend that was asked for cannot work here; the message says why and what to do. */
public final class BackendUnavailableException extends BackendException {
    private static final long serialVersionUID = 1L;

    /** Without a cause. */
    public BackendUnavailableException(String backend, String what) {
        super(backend, what);
    }

    /** With the cause, if there is one. */
    public BackendUnavailableException(String backend, String what, @Nullable Throwable cause) {
        super(backend, what, cause);
    }
}
