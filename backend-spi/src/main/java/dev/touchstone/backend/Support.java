package dev.touchstone.backend;

import dev.touchstone.graph.Node;
import java.util.Optional;

/** A backend's answer to whether it runs a node. */
public sealed interface Support {
    /** The only positive answer. */
    Support SUPPORTED = new Supported();

    /**
     * The answer to a node that no graph can hold, because its types or shapes break the rules of its operator.
     *
     * @return empty if the node is valid
     */
    static Optional<Support> ofInvalid(Node node) {
        var faults = node.faults();
        return faults.isEmpty()
                ? Optional.empty()
                : Optional.of(new Unsupported(
                        "INVALID", "node", "nodes that a graph can hold", String.join("; ", faults), ""));
    }

    /** It does. */
    record Supported() implements Support {}

    /**
     * It does not.
     *
     * @param code stable and greppable: {@code RANK}, {@code EMPTY_WINDOW}
     * @param attribute what the limit is about: an attribute, an input, a data type
     * @param limit what would be accepted
     * @param actual what the node has
     * @param hint what the user can do; empty if nothing
     */
    record Unsupported(String code, String attribute, String limit, String actual, String hint) implements Support {
        /** {@code RANK: input has 6; supported: 4 or less (reshape before)}. */
        @Override
        public String toString() {
            return code + ": " + attribute + " is " + actual + "; supported: " + limit
                    + (hint.isEmpty() ? "" : " (" + hint + ")");
        }
    }
}
