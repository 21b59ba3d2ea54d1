package dev.touchstone.arm;

import dev.touchstone.arm.compile.ArmProgram.StagePieces;
import dev.touchstone.backend.RunMonitor;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * One run by several threads. Each takes piece after piece of a stage from a counter, and waits where a stage ends until
 * all its pieces are done: a thread that loses its core delays the others by one piece, not by its share of the stage,
 * and once: after a long wait the run's own thread does the rest.
 */
final class SharedRun implements WorkerPool.Job {
    /** Counters of neighbouring stages lie in different cache lines. */
    private static final int PADDING = 16;

    private static final int SPINS = 4_000;

    /** Runs one piece of a stage. */
    interface PieceRunner {
        void run(StagePieces stage, int piece);
    }

    private final List<StagePieces> stages;
    private final AtomicIntegerArray next;
    private final AtomicIntegerArray done;
    private final PieceRunner runner;
    /** Longer waits mean that a helper has lost its core: the rest of the run goes without help. */
    private static final long LONG_WAIT_NANOS = 200_000;

    private volatile boolean abandoned;
    private volatile boolean alone;
    private long longestWaitNanos;
    private long waitedNanos;

    SharedRun(List<StagePieces> stages, PieceRunner runner) {
        this.stages = stages;
        this.next = new AtomicIntegerArray(PADDING * stages.size());
        this.done = new AtomicIntegerArray(PADDING * stages.size());
        this.runner = runner;
    }

    /** The part of the thread whose run it is. */
    void lead(RunMonitor monitor) {
        boolean complete = false;
        try {
            for (int s = 0; s < stages.size(); s++) {
                var nodes = stages.get(s).nodes();
                nodes.forEach(monitor::before);
                work(s);
                long start = System.nanoTime();
                await(s, false);
                long waited = System.nanoTime() - start;
                waitedNanos += waited;
                longestWaitNanos = Math.max(longestWaitNanos, waited);
                if (waited > LONG_WAIT_NANOS) {
                    alone = true;
                }
                nodes.forEach(monitor::after);
            }
            complete = true;
        } finally {
            abandoned = !complete;
        }
    }

    @Override
    public void help() {
        for (int s = 0; s < stages.size() && !abandoned && !alone; s++) {
            work(s);
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

    private void work(int s) {
        var stage = stages.get(s);
        int finished = 0;
        for (int i = next.getAndIncrement(PADDING * s); i < stage.count(); i = next.getAndIncrement(PADDING * s)) {
            runner.run(stage, stage.first() + i);
            finished++;
        }
        if (finished > 0) {
            done.addAndGet(PADDING * s, finished);
        }
    }

    /**
     * Waits until a stage is complete.
     *
     * @param dismissable whether to leave when the run goes on without help
     */
    @SuppressWarnings("ThreadPriorityCheck") // who waits this long waits for a thread that may want this very core
    private void await(int s, boolean dismissable) {
        int count = stages.get(s).count();
        for (int spins = 0; done.get(PADDING * s) < count && !abandoned && !(dismissable && alone); spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }
}
