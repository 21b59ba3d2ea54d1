package dev.touchstone.arm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that help with a run: they spin for a while for the next one, then park. One run at a time has their help;
 * others go on alone. Thread-safe.
 */
final class WorkerPool implements AutoCloseable {
    /** Turns of spinning, some tens of microseconds, before a worker parks. */
    private static final int SPINS = 20_000;

    /** Work that all threads do at the same time, sharing it among themselves. */
    interface Job {
        /**
         * Does a share, until nothing is left to do.
         *
         * @param worker its number, from 1
         */
        void help(int worker);
    }

    private final CoreChoice cores;
    private final List<Worker> workers = new ArrayList<>();
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicInteger active = new AtomicInteger();
    private volatile @Nullable Job job;
    private final AtomicInteger generation = new AtomicInteger();
    private volatile boolean closed;

    /**
     * Starts workers.
     *
     * @param threads how many threads a run has, with its own
     * @param cores where workers may run
     */
    WorkerPool(int threads, CoreChoice cores) {
        this.cores = cores;
        for (int i = 1; i < threads; i++) {
            var worker = new Worker(i, cores);
            workers.add(worker);
            worker.start();
        }
    }

    /** Where runs may run. */
    CoreChoice cores() {
        return cores;
    }

    /** How many threads there are besides a run's own. */
    int size() {
        return workers.size();
    }

    /** Whether nobody else has the workers; whoever gets true calls {@link #run} once. */
    boolean tryTake() {
        return !workers.isEmpty() && !closed && taken.compareAndSet(false, true);
    }

    /**
     * Runs a job on the caller's thread and on all workers. Returns when the caller's part is done, which is to mean that
     * nothing is left to do; workers that have not noticed yet leave later, and until then nobody can take them. If the
     * caller's part fails, workers are waited for.
     */
    void run(Job work, Runnable own) {
        job = work;
        active.set(workers.size());
        generation.incrementAndGet();
        workers.forEach(Worker::wake);
        boolean complete = false;
        try {
            own.run();
            complete = true;
        } finally {
            while (!complete && isInUse()) {
                Thread.onSpinWait();
            }
        }
    }

    /** Whether a worker may be at a job; those that have ended never leave theirs. */
    private boolean isInUse() {
        return active.get() > 0 && workers.stream().anyMatch(Thread::isAlive);
    }

    private void leave() {
        if (active.decrementAndGet() == 0) {
            job = null; // a job holds its graph and tensors
            taken.set(false);
        }
    }

    /** Ends the workers, once they have left the job in hand; a run in flight completes. Idempotent. */
    @Override
    public void close() {
        closed = true;
        workers.forEach(Worker::wake);
    }

    private final class Worker extends Thread {
        private final int number;
        private final CoreChoice cores;
        private volatile boolean parked;

        Worker(int number, CoreChoice cores) {
            super("touchstone-arm-" + number);
            this.number = number;
            this.cores = cores;
            setDaemon(true);
        }

        void wake() {
            if (parked) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            cores.bind();
            int seen = 0;
            while (true) {
                await(seen);
                int now = generation.get();
                var work = job;
                if (now == seen) {
                    return; // closed, and no job waits for this worker to leave it
                }
                seen = now;
                if (work != null) {
                    try {
                        work.help(number);
                    } finally {
                        leave();
                    }
                }
            }
        }

        private void await(int seen) {
            int spins = 0;
            while (generation.get() == seen && !closed) {
                if (spins++ < SPINS) {
                    Thread.onSpinWait();
                    continue;
                }
                parked = true;
                // whoever raises the generation after this sees that the worker is parked
                if (generation.get() == seen && !closed) {
                    LockSupport.park(this);
                }
                parked = false;
            }
        }
    }
}
