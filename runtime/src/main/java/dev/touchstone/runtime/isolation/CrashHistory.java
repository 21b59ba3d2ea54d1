package dev.touchstone.runtime.isolation;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether another attempt makes sense. After {@value #TOLERATED} crashes without a successful run in between every
 * attempt has to wait: one second, then twice as long after each further crash, up to a minute. Thread-safe.
 */
final class CrashHistory {
    private static final int TOLERATED = 3;
    private static final long FIRST_PAUSE = Duration.ofSeconds(1).toNanos();
    private static final int MAX_DOUBLINGS = 6;
    private static final long MAX_PAUSE = Duration.ofSeconds(60).toNanos();

    private final LongSupplier nanoClock;
    private int inARow;
    private String last = "";
    private long pauseEnd;

    CrashHistory(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /**
     * It crashed.
     *
     * @param what as a sentence
     * @return whether the next attempt has to wait
     */
    synchronized boolean crashed(String what) {
        inARow++;
        last = what;
        if (inARow < TOLERATED) {
            return false;
        }
        pauseEnd =
                nanoClock.getAsLong() + Math.min(FIRST_PAUSE << Math.min(inARow - TOLERATED, MAX_DOUBLINGS), MAX_PAUSE);
        return true;
    }

    /** A run has ended as it should. */
    synchronized void succeeded() {
        inARow = 0;
    }

    /** Why there is no attempt now; empty if there may be one. */
    synchronized Optional<String> refusal() {
        if (inARow < TOLERATED) {
            return Optional.empty();
        }
        long left = pauseEnd - nanoClock.getAsLong();
        return left <= 0
                ? Optional.empty()
                : Optional.of("it crashed " + inARow + " times in a row without a successful run (last: " + last
                        + "); the next attempt is possible in " + (left + 999_999_999) / 1_000_000_000
                        + " s; 'touchstone doctor' looks for the cause");
    }
}
