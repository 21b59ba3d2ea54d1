package dev.touchstone.rknpu;

import dev.touchstone.BackendException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The one thread of the process that calls the library, which has no locks, while the driver keeps state for each thread.
 */
final class DeviceThread {
    /** What the driver needs of a stack is not known. */
    private static final long STACK_BYTES = 8 << 20;

    private static final ExecutorService EXECUTOR = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("rknpu").stackSize(STACK_BYTES).factory());

    private DeviceThread() {}

    /** Runs there, and waits for the result however long it takes: native code cannot be interrupted. */
    static <T> T call(Supplier<T> task) {
        var future = EXECUTOR.submit(task::get);
        boolean interrupted = false;
        try {
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
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
