package dev.touchstone;

import org.jspecify.annotations.Nullable;

/** The process that a backend ran in ended unexpectedly. The session may be opened again. */
public final class BackendCrashedException extends BackendException {
    private static final long serialVersionUID = 1L;

    /** Without a cause. */
    public BackendCrashedException(String backend, String what) {
        super(backend, what);
    }

    /** With the cause, if there is one. */
    public BackendCrashedException(String backend, String what, @Nullable Throwable cause) {
        super(backend, what, cause);
    }
}
