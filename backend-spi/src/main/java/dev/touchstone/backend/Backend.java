package dev.touchstone.backend;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import java.util.Optional;

/** An opened backend. Thread-safe. */
public interface Backend extends AutoCloseable {
    /**
     * Where it runs, for listings and profiles, if that is no matter of course: {@code (threads are bound to cores [4,
     * 5])}. Empty by default.
     */
    default String place() {
        return "";
    }

    /** The arithmetic of its results. */
    NumericProfile profile();

    /**
     * Whether it can run a node of these types, shapes and attributes. Never throws. A node that no graph can hold ({@link
     * Node#faults()}) is not supported; {@link Support#ofInvalid} words the answer.
     */
    Support supports(Node node);

    /**
     * Prepares a graph of supported nodes. The graph may be garbage afterwards: what is needed of it, the compiled
     * graph refers to. The caller closes the result.
     *
     * @throws dev.touchstone.BackendException if the backend fails, naming the node where it can
     */
    CompiledGraph compile(Graph graph);

    /**
     * How its compiled graphs are kept for later processes; empty, as by default, if they cannot be.
     */
    default Optional<CompiledGraphFormat> format() {
        return Optional.empty();
    }

    /** Releases what the backend holds. Compiled graphs are closed before. Idempotent. */
    @Override
    void close();
}
