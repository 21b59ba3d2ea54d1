package dev.touchstone;

import org.jspecify.annotations.Nullable;

/** A run did not end before its deadline. Its outputs are lost; the session stays usable. */
public final class BackendTimeoutException extends BackendException {
    private static final long serialVersionUID = 1L;

    /** Without a cause. */
    public BackendTimeoutException(String backend, String what) {
        super(backend, what);
    }

    /** With the cause, if there is one. */
    public BackendTimeoutException(String backend, String what, @Nullable Throwable cause) {
        super(backend, what, cause);
    }
}
