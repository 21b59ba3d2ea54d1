package dev.touchstone.pass;

import dev.touchstone.graph.Graph;
import java.util.List;

/**
 * A graph in its final types, and what the user should know about how it got them.
 *
 * @param notes one sentence each: scales inferred or in disagreement, operators left in float32, values replaced
 */
public record Prepared(Graph graph, List<String> notes) {
    /** Copies the list. */
    public Prepared {
        notes = List.copyOf(notes);
    }
}
