package dev.touchstone.conformance.negative;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** A graph taken apart, to be put together otherwise. */
record Parts(List<Value> inputs, List<Value> outputs, List<Node> nodes) {
    static Parts of(Graph graph) {
        return new Parts(
                new ArrayList<>(graph.inputs()), new ArrayList<>(graph.outputs()), new ArrayList<>(graph.nodes()));
    }

    Node last() {
        return nodes.getLast();
    }

    /** Replaces the last node by one with other operands and results. */
    void replaceLast(List<Value> operands, List<Value> results) {
        var node = nodes.removeLast();
        nodes.add(new Node(node.name(), node.operator(), operands, results));
    }

    /**
     * The graph.
     *
     * @throws dev.touchstone.InvalidGraphException with its faults
     */
    Graph build() {
        var builder = new GraphBuilder("mutated");
        inputs.forEach(builder::input);
        nodes.forEach(builder::add);
        outputs.forEach(builder::output);
        return builder.build();
    }
}
