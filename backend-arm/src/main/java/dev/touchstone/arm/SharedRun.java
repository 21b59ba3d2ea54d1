package dev.touchstone.arm;

import dev.touchstone.arm.compile.RunPlan.StagePieces;
import dev.touchstone.backend.RunMonitor;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One run by several threads. Of each stage every thread has a share, the same part of the image in one stage as in the
 * next, so that it reads what it has written itself: what another core has written is far away. A thread takes its share
 * piece by piece from the front; who has none left takes others' from the back. Where a stage ends threads wait until all
 * its pieces are done: one that loses its core delays the others by one piece, not by its share of the stage, and once:
 * after a long wait the run's own thread does the rest.
 */
final class SharedRun implements WorkerPool.Job {
    /** Counters lie apart from each other by two cache lines, which some processors fetch together. */
    private static final int PADDING = 16;

    private static final int SPINS = 4_000;

    /** Longer waits mean that a helper has lost its core: the rest of the run goes without help. */
    private static final long LONG_WAIT_NANOS = 200_000;

    /** Bits of a share's first piece, and as many of its end. */
    private static final int BITS = 22;

    private static final int MASK = (1 << BITS) - 1;
    private static final int NONE = -1;

    /** Runs one piece of a stage. */
    interface PieceRunner {
        void run(StagePieces stage, int piece);
    }

    private final List<StagePieces> stages;
    private final int threads;

    /**
     * For each thread what is left of its share: the number of a stage, the first piece and the end. Behind them, how many
     * pieces are done in all. A share of an earlier stage stands for the whole share of a later one.
     */
    private final AtomicLongArray counters;

    private final PieceRunner runner;

    private volatile boolean abandoned;
    private volatile boolean alone;
    private long longestWaitNanos;
    private long waitedNanos;

    /**
     * A run.
     *
     * @param threads with the run's own
     */
    SharedRun(List<StagePieces> stages, int threads, PieceRunner runner) {
        this.stages = stages;
        this.threads = threads;
        this.counters = new AtomicLongArray(PADDING * (threads + 2));
        for (int t = 0; t < threads; t++) {
            counters.setPlain(place(t), -1L << (2 * BITS));
        }
        this.runner = runner;
    }

    private static int place(int thread) {
        return PADDING * (thread + 1);
    }

    /** The part of the thread whose run it is. */
    void lead(RunMonitor monitor) {
        boolean complete = false;
        try {
            for (int s = 0; s < stages.size(); s++) {
                var stage = stages.get(s);
                stage.begin(monitor);
                work(s, 0);
                long start = System.nanoTime();
                await(s, false);
                long waited = System.nanoTime() - start;
                waitedNanos += waited;
                longestWaitNanos = Math.max(longestWaitNanos, waited);
                if (waited > LONG_WAIT_NANOS) {
                    alone = true;
                }
                stage.end(monitor);
            }
            complete = true;
        } finally {
            abandoned = !complete;
        }
    }

    @Override
    public void help(int worker) {
        for (int s = 0; s < stages.size() && !abandoned && !alone; s++) {
            work(s, worker);
            await(s, true);
        }
    }

    /** How long the run's own thread waited at most where a stage ends. Short waits are no sign of anything. */
    long longestWaitNanos() {
        return longestWaitNanos;
    }

    /** How long it waited in all. */
    long waitedNanos() {
        return waitedNanos;
    }

    private void work(int s, int thread) {
        var stage = stages.get(s);
        int finished = 0;
        for (int victim = 0; victim < threads; victim++) {
            int owner = (thread + victim) % threads;
            for (int i = take(s, owner, victim > 0); i != NONE; i = take(s, owner, victim > 0)) {
                runner.run(stage, stage.piece(i));
                finished++;
            }
        }
        if (finished > 0) {
            counters.addAndGet(place(threads), finished);
        }
    }

    /**
     * Takes a piece of a thread's share.
     *
     * @param back whether the last one, else the first
     * @return its number in the order in which threads share the stage, or NONE
     */
    private int take(int s, int owner, boolean back) {
        int count = stages.get(s).count();
        while (true) {
            long now = counters.get(place(owner));
            long stage = now >> (2 * BITS);
            if (stage > s) {
                return NONE;
            }
            int from = stage < s ? (int) ((long) count * owner / threads) : (int) (now >> BITS) & MASK;
            int to = stage < s ? (int) ((long) count * (owner + 1) / threads) : (int) now & MASK;
            if (from == to) {
                return NONE;
            }
            int taken = back ? --to : from++;
            if (counters.compareAndSet(place(owner), now, ((long) s << (2 * BITS)) | ((long) from << BITS) | to)) {
                return taken;
            }
        }
    }

    /**
     * Waits until a stage is complete.
     *
     * @param dismissable whether to leave when the run goes on without help
     */
    @SuppressWarnings("ThreadPriorityCheck") // who waits this long waits for a thread that may want this very core
    private void await(int s, boolean dismissable) {
        // nobody begins a stage before the one before it is complete
        int end = stages.get(s).first() + stages.get(s).count();
        for (int spins = 0; counters.get(place(threads)) < end && !abandoned && !(dismissable && alone); spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }
}
