package dev.touchstone.runtime;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes a graph of some nodes of another. */
final class Subgraph {
    private Subgraph() {}

    /**
     * A graph of these nodes. Its inputs are the values that they read and do not compute, in order of first use; its
     * outputs the values that they compute and that others read or the whole graph gives, in order of computation.
     *
     * @param everything whether all values that are computed become outputs
     */
    static Graph of(Graph whole, String name, List<Node> nodes, boolean everything) {
        var inside = nodes.stream().map(Node::name).collect(Collectors.toCollection(HashSet::new));
        Map<String, Value> computed = new LinkedHashMap<>();
        nodes.forEach(n -> n.outputs().forEach(v -> computed.put(v.name(), v)));
        var wanted = whole.outputs().stream().map(Value::name).collect(Collectors.toSet());

        var builder = new GraphBuilder(name);
        var read = new LinkedHashSet<String>();
        for (var node : nodes) {
            for (var value : node.inputs()) {
                if (!value.isConstant() && !computed.containsKey(value.name()) && read.add(value.name())) {
                    builder.input(value);
                }
            }
        }
        nodes.forEach(builder::add);
        for (var value : computed.values()) {
            if (everything
                    || wanted.contains(value.name())
                    || whole.consumers(value).stream().anyMatch(n -> !inside.contains(n.name()))) {
                builder.output(value);
            }
        }
        return builder.build();
    }
}
