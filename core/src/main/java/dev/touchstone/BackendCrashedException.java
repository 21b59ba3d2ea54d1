package dev.touchstone;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The process that a backend ran in ended, hung or spoke nonsense; or, thrown by a backend in a process of its own, that
 * process is of no more use. What the call should have computed is lost, the calling program is not affected.
 */
public final class BackendCrashedException extends BackendException {
    private static final long serialVersionUID = 1L;

    /** What the caller can do. */
    public enum Advice {
        /** Repeat the call: nothing that took time to make was lost. */
        RETRY,
        /** Repeat the call, which first compiles again what was lost with the process; a session does so by itself. */
        REBUILD,
        /** Leave it: the process keeps crashing, and until a pause is over the backend counts as unavailable. */
        DO_NOT_RETRY
    }

    private final Advice advice;
    private final transient List<String> lastLines;

    /** With the advice {@link Advice#REBUILD} and no lines of a log. */
    public BackendCrashedException(String backend, String what) {
        this(backend, what, null);
    }

    /** With the cause, if there is one; with the advice {@link Advice#REBUILD} and no lines of a log. */
    public BackendCrashedException(String backend, String what, @Nullable Throwable cause) {
        super(backend, what, cause);
        this.advice = Advice.REBUILD;
        this.lastLines = List.of();
    }

    /**
     * With everything that is known.
     *
     * @param lastLines what the process wrote last on its standard error stream; they become part of the message
     */
    public BackendCrashedException(String backend, String what, Advice advice, List<String> lastLines) {
        super(backend, what + quoted(lastLines));
        this.advice = advice;
        this.lastLines = List.copyOf(lastLines);
    }

    private static String quoted(List<String> lines) {
        return lines.isEmpty() ? "; its log is empty" : "; its log ends with\n  | " + String.join("\n  | ", lines);
    }

    /** What the caller can do. */
    public Advice advice() {
        return advice;
    }

    /** What the process wrote last on its standard error stream; may be empty. */
    public List<String> lastLines() {
        return lastLines;
    }
}
