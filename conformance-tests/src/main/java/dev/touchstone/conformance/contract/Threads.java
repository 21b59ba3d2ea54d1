package dev.touchstone.conformance.contract;

import dev.touchstone.BackendTimeoutException;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Runs at the same time, and runs that are interrupted. */
final class Threads {
    private static final int THREADS = 4;
    private static final int RUNS = 50;

    private Threads() {}

    static String overlappingRuns(Backend backend, Subject subject) {
        try (var compiled = backend.compile(subject.graph())) {
            return together(thread -> () -> {
                for (int i = 0; i < RUNS; i++) {
                    if (!subject.isRight(compiled, thread * 17 + i)) {
                        return "thread " + thread + ", run " + i + ": wrong results beside other runs";
                    }
                }
                return "";
            });
        }
    }

    static String overlappingGraphs(Backend backend, Subject subject) {
        return together(thread -> () -> {
            for (int i = 0; i < RUNS; i++) {
                try (var compiled = backend.compile(subject.graph())) {
                    if (!subject.isRight(compiled, thread * 17 + i)) {
                        return "thread " + thread + ", graph " + i + ": wrong results beside other graphs";
                    }
                }
            }
            return "";
        });
    }

    static String deterministic(Backend backend, Subject subject) {
        try (var compiled = backend.compile(subject.graph())) {
            var first = subject.output();
            compiled.run(List.of(subject.input(9)), List.of(first), RunMonitor.NONE);
            return together(thread -> () -> {
                for (int i = 0; i < RUNS; i++) {
                    var again = subject.output();
                    compiled.run(List.of(subject.input(9)), List.of(again), RunMonitor.NONE);
                    if (again.segment().mismatch(first.segment()) >= 0) {
                        return "thread " + thread + ", run " + i + ": other bits than the first run";
                    }
                }
                return "";
            });
        }
    }

    /** A backend that tells the monitor nothing cannot be interrupted; it then must run to its end. */
    static String monitor(Backend backend, Subject subject) {
        var late = new RunMonitor() {
            private boolean told;

            @Override
            public void before(Node node) {
                told = true;
                throw new BackendTimeoutException("suite", "the deadline has passed");
            }

            @Override
            public void after(Node node) {}
        };
        try (var compiled = backend.compile(subject.graph())) {
            try {
                compiled.run(List.of(subject.input(0)), List.of(subject.output()), late);
                if (late.told) {
                    return "the monitor's exception was swallowed";
                }
            } catch (BackendTimeoutException e) {
                if (!late.told) {
                    return "timed out by itself: " + e.getMessage();
                }
            }
            return subject.isRight(compiled, 4) ? "" : "wrong results after a run that ended early";
        }
    }

    private interface Work {
        Callable<String> of(int thread);
    }

    /** The first thing that is wrong in any thread. */
    private static String together(Work work) {
        var tasks = new ArrayList<Callable<String>>();
        for (int i = 0; i < THREADS; i++) {
            tasks.add(work.of(i));
        }
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            for (var done : threads.invokeAll(tasks)) {
                if (!done.get().isEmpty()) {
                    return done.get();
                }
            }
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (ExecutionException e) {
            return "threw " + e.getCause();
        }
    }
}
