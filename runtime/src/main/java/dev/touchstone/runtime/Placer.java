package dev.touchstone.runtime;

import dev.touchstone.BackendException;
import dev.touchstone.UnsupportedOperatorException;
import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks the backends, in order, about each node, once and with its final types; the first that supports it gets it.
 *
 * @param owner for each node the index of its backend
 * @param refusals for each node what the backends before that one said
 */
record Placer(List<Integer> owner, List<List<Placement.Refusal>> refusals) {
    /**
     * Places a graph.
     *
     * @param marks which nodes the model's file keeps from which backends, if its will counts
     * @throws UnsupportedOperatorException listing all nodes that no backend supports, with all reasons
     */
    static Placer place(Graph graph, OpenBackends backends, Optional<MarkedNodes> marks) {
        var nodes = graph.nodes();
        var owner = new ArrayList<Integer>();
        var refusals = new ArrayList<List<Placement.Refusal>>();
        var homeless = new ArrayList<String>();
        for (int i = 0; i < nodes.size(); i++) {
            var said = new ArrayList<Placement.Refusal>();
            int first = firstThatSupports(nodes.get(i), backends.list(), marks, said);
            owner.add(first);
            refusals.add(said);
            if (first == backends.list().size()) {
                homeless.add(new Placement.Row(
                                nodes.get(i).name(), nodes.get(i).operator().name(), "", 0, said)
                        .refusalText());
            }
        }
        if (!homeless.isEmpty()) {
            throw new UnsupportedOperatorException(graph.name() + ": " + homeless.size() + " of " + nodes.size()
                    + " nodes are supported by none of the backends " + String.join(", ", backends.names()) + "\n  "
                    + String.join("\n  ", homeless));
        }
        return new Placer(owner, refusals);
    }

    private static int firstThatSupports(
            Node node,
            List<OpenBackends.Named> backends,
            Optional<MarkedNodes> marks,
            List<Placement.Refusal> refusals) {
        int index = 0;
        for (var candidate : backends) {
            var mark = marks.flatMap(m -> m.refusal(candidate.name(), node));
            switch (mark.isPresent() ? mark.get() : support(candidate, node)) {
                case Support.Supported s -> {
                    return index;
                }
                case Support.Unsupported u -> refusals.add(new Placement.Refusal(candidate.name(), u));
            }
            index++;
        }
        return index;
    }

    private static Support support(OpenBackends.Named candidate, Node node) {
        try {
            return candidate.backend().supports(node);
        } catch (RuntimeException e) {
            throw new BackendException(
                    candidate.name(), "failed when asked whether it supports " + node.label() + ": " + e, e);
        }
    }
}
