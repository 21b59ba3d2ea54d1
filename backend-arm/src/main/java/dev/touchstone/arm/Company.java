package dev.touchstone.arm;

/**
 * Whether help is worth having. Where another process takes a core, threads wait for one that does not run; after a run
 * that waited long, the next ones go alone, more of them each time, before help is tried again. Thread-safe.
 */
final class Company {
    /** Longer waits in one run mean that a thread had no core. */
    private static final long LONG_WAIT_NANOS = 200_000;

    private static final int MOST_ALONE = 64;

    private int alone;
    private int nextAlone = 4;

    /** Whether the next run should have help. */
    synchronized boolean isWelcome() {
        if (alone == 0) {
            return true;
        }
        alone--;
        return false;
    }

    /** Learns from a run with help. */
    synchronized void waited(long nanos) {
        if (nanos > LONG_WAIT_NANOS) {
            alone = nextAlone;
            nextAlone = Math.min(MOST_ALONE, 2 * nextAlone);
        } else if (nextAlone > 4) {
            nextAlone--;
        }
    }
}
