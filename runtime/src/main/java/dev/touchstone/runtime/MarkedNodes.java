package dev.touchstone.runtime;

import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.model.PlacementMarks;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The marks of a source graph, carried over to the graph in its final types. A node there does the work of one source
 * node or several: of those between its outputs and the tensors that both graphs have. It may run on a reserved backend
 * only if all of them are marked for it.
 */
final class MarkedNodes {
    private final PlacementMarks marks;
    private final Graph source;
    private final Set<String> known = new HashSet<>();
    private final Map<String, Value> values = new HashMap<>();

    private MarkedNodes(PlacementMarks marks, Graph source, Graph prepared) {
        this.marks = marks;
        this.source = source;
        source.nodes().forEach(n -> n.outputs().forEach(v -> values.put(v.name(), v)));
        prepared.inputs().forEach(v -> known.add(v.name()));
        prepared.nodes().forEach(n -> n.outputs().forEach(v -> known.add(v.name())));
    }

    static MarkedNodes of(PlacementMarks marks, Graph source, Graph prepared) {
        return new MarkedNodes(marks, source, prepared);
    }

    /** Why the file does not want a node on a backend; empty if it does, or does not care. */
    Optional<Support.Unsupported> refusal(String backend, Node node) {
        if (!marks.reserved().contains(backend)) {
            return Optional.empty();
        }
        var origins = origins(node);
        boolean marked = !origins.isEmpty()
                && origins.stream().allMatch(o -> marks.backend(o).equals(Optional.of(backend)));
        return marked
                ? Optional.empty()
                : Optional.of(new Support.Unsupported(
                        "MARK",
                        "the file's mark",
                        "a mark for " + backend,
                        "for another place",
                        "ask for backends by name to ignore the marks"));
    }

    /** The source nodes whose work a node does. */
    private Set<Node> origins(Node node) {
        var found = new HashSet<Node>();
        var open = new ArrayDeque<Value>();
        node.outputs().forEach(v -> Optional.ofNullable(values.get(v.name())).ifPresent(open::add));
        while (!open.isEmpty()) {
            var producer = source.producer(open.pop());
            if (producer.isPresent() && found.add(producer.get())) {
                List<Value> inputs = producer.get().inputs();
                inputs.stream().filter(v -> !known.contains(v.name())).forEach(open::add);
            }
        }
        return found;
    }
}
