package dev.touchstone.runtime.isolation;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether another attempt makes sense. After some crashes without a successful run in between every attempt has to
 * wait: one second, then twice as long after each further crash, up to a minute. Thread-safe.
 */
final class CrashHistory {
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
     * @param limit the crash from which on attempts have to wait
     * @return whether the next attempt has to wait
     */
    synchronized boolean crashed(String what, int limit) {
        inARow++;
        last = what;
        if (inARow < limit) {
            return false;
        }
        pauseEnd = nanoClock.getAsLong() + Math.min(FIRST_PAUSE << Math.min(inARow - limit, MAX_DOUBLINGS), MAX_PAUSE);
        return true;
    }

    /** A run has ended as it should. */
    synchronized void succeeded() {
        inARow = 0;
    }

    /**
     * Why there is no attempt now; empty if there may be one.
     *
     * @param limit the crash from which on attempts have to wait
     */
    synchronized Optional<String> refusal(int limit) {
        if (inARow < limit) {
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
