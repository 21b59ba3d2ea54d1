package dev.touchstone.quantization;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/**
 * Does the same work for each batch on a few threads, and hands the results on in order, so that nothing depends on which
 * thread was faster.
 */
final class Batches {
    private Batches() {}

    /**
     * Works on all batches.
     *
     * @param work called on any of the threads
     * @param finished called on this thread after each batch, in order
     * @return the results in order
     */
    static <T> List<T> run(int batches, int threads, IntFunction<T> work, IntConsumer finished) {
        try (ExecutorService executor = Executors.newFixedThreadPool(Math.min(threads, batches))) {
            var futures = new ArrayList<Future<T>>();
            for (int i = 0; i < batches; i++) {
                int batch = i;
                futures.add(executor.submit(() -> work.apply(batch)));
            }
            var results = new ArrayList<T>();
            try {
                for (int i = 0; i < batches; i++) {
                    results.add(result(futures.get(i)));
                    finished.accept(i);
                }
            } catch (RuntimeException | Error e) {
                futures.forEach(f -> f.cancel(true));
                throw e;
            }
            return results;
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while calibrating", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException r -> throw r;
                case Error r -> throw r;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
