package dev.touchstone.arm;

/**
 * Whether help is worth having. Where another process takes a core, threads wait for one that does not run; after a run
 * that waited long, the next ones go alone, twice as many each time, before help is tried again; runs that did not wait
 * make it fewer again. Thread-safe.
 */
final class Company {
    /** A longer wait means that a thread had no core. */
    private static final long LONG_WAIT_NANOS = 200_000;

    private static final int MOST_ALONE = 256;

    private int alone;
    private int nextAlone = 1;

    /** Whether the next run should have help. */
    synchronized boolean isWelcome() {
        if (alone == 0) {
            return true;
        }
        alone--;
        return false;
    }

    /**
     * Learns from a run with help.
     *
     * @param longestNanos wait of the run's own thread
     * @param allNanos that it waited
     * @param runNanos that the run took
     */
    synchronized void waited(long longestNanos, long allNanos, long runNanos) {
        if (longestNanos > LONG_WAIT_NANOS || allNanos > runNanos / 3) {
            alone = nextAlone;
            nextAlone = Math.min(MOST_ALONE, 2 * nextAlone);
        } else {
            nextAlone = Math.max(1, nextAlone - 2);
        }
    }
}
