package dev.touchstone.pass;

import dev.touchstone.graph.Graph;

/** A rewriting that keeps the names and shapes of the graph's inputs and outputs. Pure: no state, no side effects. */
public interface Pass {
    /** For listings and messages. */
    String name();

    Graph apply(Graph graph);
}
