package dev.touchstone.runtime;

/**
 * Ends runs from another thread. Give one to {@link RunOptions#withCancellation}; {@link #cancel} then makes the run
 * throw {@link dev.touchstone.RunCancelledException} at its next node. Once cancelled it stays so. Thread-safe.
 */
public final class CancellationToken {
    private volatile boolean cancelled;

    /** Not cancelled yet. */
    public CancellationToken() {}

    /** Asks every run that has this token to end; idempotent. */
    public void cancel() {
        cancelled = true;
    }

    /** Whether {@link #cancel} was called. */
    public boolean isCancelled() {
        return cancelled;
    }
}
