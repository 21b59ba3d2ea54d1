package dev.touchstone.arm;

/**
 * Whether help is worth having. Where another process takes a core, threads wait for one that does not run, or share a
 * core with the one that they are to help. What runs take with help is compared with what they take alone, once that is
 * known; before, long waits are the sign. When help was in vain twice in a row, runs go alone, twice as many each time,
 * before it is tried again; runs that help made shorter make it fewer again. Thread-safe.
 */
final class Company {
    /** A longer wait means that a thread had no core. */
    private static final long LONG_WAIT_NANOS = 200_000;

    private static final int MOST_ALONE = 64;

    /** What a run alone takes: the shortest, forgotten slowly; 0 where none is known. */
    private long aloneNanos;

    /** What runs with help take of late, better news counting more: they are to go on where help pays now and then. */
    private long togetherNanos;

    private int alone;
    private int nextAlone = 1;

    /** Whether helpers have slept: the first run that wakes them says nothing of the next. */
    private boolean asleep;

    /** Whether help was in vain in the run before. */
    private boolean doubtful;

    /** Whether the next run should have help. */
    synchronized boolean isWelcome() {
        if (alone == 0) {
            return true;
        }
        alone--;
        return false;
    }

    /** Learns from a run without help. */
    synchronized void ranAlone(long runNanos) {
        boolean best = aloneNanos == 0 || runNanos < aloneNanos;
        aloneNanos = best ? runNanos : aloneNanos + (runNanos - aloneNanos) / 16;
    }

    /**
     * Learns from a run with help.
     *
     * @param longestNanos wait of the run's own thread
     * @param allNanos that it waited
     * @param runNanos that the run took
     */
    synchronized void ranTogether(long longestNanos, long allNanos, long runNanos) {
        if (asleep) {
            asleep = false;
            return;
        }
        if (!wasInVain(longestNanos, allNanos, runNanos)) {
            doubtful = false;
            nextAlone = Math.max(1, nextAlone / 2);
        } else if (!doubtful) {
            doubtful = true;
        } else {
            doubtful = false;
            asleep = true;
            alone = nextAlone;
            nextAlone = Math.min(MOST_ALONE, 2 * nextAlone);
        }
    }

    private boolean wasInVain(long longestNanos, long allNanos, long runNanos) {
        if (aloneNanos == 0) {
            return longestNanos > LONG_WAIT_NANOS || allNanos > runNanos / 3;
        }
        long nanos = Math.min(runNanos, 2 * aloneNanos);
        long change = nanos - (togetherNanos == 0 ? nanos : togetherNanos);
        togetherNanos = nanos - change + (change < 0 ? change / 2 : change / 4);
        // one good run is reason enough to try the next
        return Math.min(nanos, togetherNanos) > aloneNanos - aloneNanos / 8;
    }
}
