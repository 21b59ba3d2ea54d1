package dev.touchstone.model;

import dev.touchstone.graph.Node;
import java.util.Optional;
import java.util.Set;

/**
 * Where a model's file wants its operators to run, as an optimiser marked them. A mark is a wish: it is what a session
 * does by default, and who asks for backends by name need not follow it. Immutable and thread-safe.
 */
public interface PlacementMarks {
    /** The names of the backends that, by the file's will, run what is marked for them and nothing else. */
    Set<String> reserved();

    /**
     * The backend that a node is marked for; empty for any that is not reserved.
     *
     * @param node of a source graph of the model
     */
    Optional<String> backend(Node node);
}
