package dev.touchstone.arm.compile;

import dev.touchstone.graph.Node;
import java.util.List;

/**
 * Calls that may run in any order, also at the same time. Stages follow one another.
 *
 * @param node what they belong to
 */
record Stage(Node node, List<Call> calls) {
    Stage {
        calls = List.copyOf(calls);
    }
}
