package dev.touchstone.pass;

import dev.touchstone.graph.Graph;

/**
 * A rewriting that keeps the names, order, shapes and data types of the graph's inputs and outputs. It has no state and
 * no side effects but its notes.
 */
public interface Pass {
    /** For listings and messages. */
    String name();

    /**
     * The rewritten graph; the given one if there is nothing to do.
     *
     * @param notes gets a sentence for everything that a user should know
     * @throws dev.touchstone.TouchstoneException if the graph holds what the pass cannot express; the message names the
     *     node
     */
    Graph apply(Graph graph, Notes notes);
}
