package dev.touchstone.arm.compile;

import dev.touchstone.graph.Node;
import java.util.List;
import java.util.stream.Stream;

/**
 * Calls that may run in any order, also at the same time. Stages follow one another.
 *
 * @param node what they belong to
 * @param parts how many neighbouring calls compute the parts of one block of channels, from top to bottom, so that threads
 *     share a stage by parts of the image; 1 to share it by blocks
 * @param fills calls that fill borders around what the others write; they are the last to be taken
 */
record Stage(Node node, List<Call> calls, int parts, List<Call> fills) {
    Stage {
        if (calls.size() % parts != 0) {
            throw new IllegalArgumentException(calls.size() + " calls are no blocks of " + parts + " parts");
        }
        calls = List.copyOf(calls);
        fills = List.copyOf(fills);
    }

    /** All calls, in their order. */
    List<Call> all() {
        return Stream.concat(calls.stream(), fills.stream()).toList();
    }
}
