package dev.touchstone.benchmarks.peer;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How far two cores are from each other: the time in which one sees what the other has written. Virtual processors wander
 * between cores that share a cache, cores that do not, and the two hardware threads of one core, and two threads help each
 * other accordingly.
 */
final class CoreDistance {
    private static final int BATCHES = 8;
    private static final int TURNS = 500;

    /** Nanoseconds below which two hardware threads are those of one core. */
    private static final double SAME_CORE = 22;

    /** Nanoseconds up to which cores share a cache. */
    private static final double SHARED_CACHE = 70;

    private CoreDistance() {}

    /** Nanoseconds one way, the shortest of a few batches; takes a millisecond. */
    static double nanos() {
        // a cache line of its own, whatever the array's header
        var turn = new AtomicIntegerArray(64);
        var other = new Thread(() -> {
            for (int i = 0; i < BATCHES * TURNS; i++) {
                awaitTurn(turn, 2 * i + 1);
                turn.set(32, 2 * i + 2);
            }
        });
        other.start();
        long shortest = Long.MAX_VALUE;
        for (int batch = 0; batch < BATCHES; batch++) {
            long start = System.nanoTime();
            for (int i = batch * TURNS; i < (batch + 1) * TURNS; i++) {
                turn.set(32, 2 * i + 1);
                awaitTurn(turn, 2 * i + 2);
            }
            shortest = Math.min(shortest, System.nanoTime() - start);
        }
        join(other);
        return shortest / (2.0 * TURNS);
    }

    @SuppressWarnings("ThreadPriorityCheck") // both threads may be on one core for a while
    private static void awaitTurn(AtomicIntegerArray turn, int value) {
        for (int spins = 0; turn.get(32) != value; spins++) {
            if (spins < 10_000) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while measuring", e);
        }
    }

    /** In words. */
    static String describe(double nanos) {
        return nanos < SAME_CORE
                ? "hardware threads of one core"
                : nanos < SHARED_CACHE ? "cores with a common cache" : "cores without a common cache";
    }

    /**
     * The ratios of rounds by distance, {@code 0.54 on cores with a common cache (33 ns, 12 rounds)}.
     *
     * @param nanos the distance in each round
     * @param ratios of each round
     */
    static String byDistance(double[] nanos, double[] ratios) {
        var text = new StringBuilder();
        for (double example : new double[] {0, SAME_CORE, SHARED_CACHE}) {
            var kind = describe(example);
            int[] rounds = java.util.stream.IntStream.range(0, nanos.length)
                    .filter(r -> describe(nanos[r]).equals(kind))
                    .toArray();
            if (rounds.length > 0) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(String.format(
                                Locale.ROOT,
                                "%.3f on %s (%.0f ns, %d rounds)",
                                median(ratios, rounds),
                                kind,
                                median(nanos, rounds),
                                rounds.length));
            }
        }
        return text.toString();
    }

    private static double median(double[] values, int[] rounds) {
        return Times.median(Arrays.stream(rounds).mapToDouble(r -> values[r]).toArray());
    }
}
