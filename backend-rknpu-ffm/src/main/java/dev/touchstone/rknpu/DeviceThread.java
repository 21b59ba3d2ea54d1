package dev.touchstone.rknpu;

import dev.touchstone.BackendException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The one thread of the process that calls the library, which has no locks, while the driver keeps state for each thread.
 */
final class DeviceThread {
    /** What the driver needs of a stack is not known. */
    private static final long STACK_BYTES = 8 << 20;

    /**
     * A thread that sleeps takes some 20 us to wake, twice in each call. So this one waits as long for the next call before
     * it goes to sleep, and callers wait without sleep for calls that are short.
     */
    private static final long WAKE_NANOS = 50_000;

    private static final long SHORT_NANOS = 1_000_000;

    private static final ExecutorService EXECUTOR = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new WatchedQueue(),
            Thread.ofPlatform().daemon().name("rknpu").stackSize(STACK_BYTES).factory());

    private static final boolean SEVERAL_PROCESSORS = Runtime.getRuntime().availableProcessors() > 1;

    private static volatile long lastNanos = SHORT_NANOS;

    private DeviceThread() {}

    /** Runs there, and waits for the result however long it takes: native code cannot be interrupted. */
    static <T> T call(Supplier<T> task) {
        long start = System.nanoTime();
        var future = EXECUTOR.submit(task::get);
        boolean interrupted = false;
        try {
            if (lastNanos < SHORT_NANOS) {
                watch(future::isDone, lastNanos + WAKE_NANOS);
            }
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException r -> throw r;
                case Error r -> throw r;
                case null, default -> throw new BackendException("rknpu", "a call of the library failed", e);
            }
        } finally {
            lastNanos = System.nanoTime() - start;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits without sleep, but leaves the processor to whoever else wants it: to that end only the scheduler is asked. */
    @SuppressWarnings("ThreadPriorityCheck")
    private static void watch(BooleanSupplier done, long nanos) {
        long end = System.nanoTime() + nanos;
        while (SEVERAL_PROCESSORS && !done.getAsBoolean() && System.nanoTime() - end < 0) {
            Thread.yield();
        }
    }

    /** Whoever takes from it watches it for a while first. */
    private static final class WatchedQueue extends LinkedBlockingQueue<Runnable> {
        private static final long serialVersionUID = 1L;

        @Override
        public Runnable take() throws InterruptedException {
            watch(() -> !isEmpty(), WAKE_NANOS);
            return super.take();
        }
    }
}
