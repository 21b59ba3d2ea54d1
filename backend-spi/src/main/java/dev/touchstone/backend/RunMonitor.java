package dev.touchstone.backend;

import dev.touchstone.graph.Node;

/**
 * Watches one run. A backend that executes node by node calls {@link #before} and {@link #after} around each, on the
 * thread that runs; one that cannot calls neither, and then deadline and cancellation take effect between its graphs.
 */
public interface RunMonitor {
    /** Watches nothing. */
    RunMonitor NONE = new RunMonitor() {
        @Override
        public void before(Node node) {}

        @Override
        public void after(Node node) {}
    };

    /**
     * A node is about to run.
     *
     * @throws dev.touchstone.RunCancelledException if the run was cancelled
     * @throws dev.touchstone.BackendTimeoutException if its deadline has passed
     */
    void before(Node node);

    /** The node has run. */
    void after(Node node);

    /**
     * May be called at any time, on the thread that runs, by a backend that waits for something.
     *
     * @throws dev.touchstone.RunCancelledException if the run was cancelled
     * @throws dev.touchstone.BackendTimeoutException if its deadline has passed
     */
    default void checkpoint() {}
}
