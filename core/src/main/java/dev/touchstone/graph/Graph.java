package dev.touchstone.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A directed acyclic graph of operators with static shapes. Immutable.
 *
 * <p>Invariants, checked when it is made: nodes stand in an order in which each finds its inputs computed; every value
 * has one producer (a node, the caller, or the model for constants); names are unique; types are what the operators
 * infer, up to the freedoms of {@link dev.touchstone.op.Operator#infer}. Outputs may be inputs or constants.
 */
public final class Graph {
    private final String name;
    private final List<Value> inputs;
    private final List<Value> outputs;
    private final List<Node> nodes;
    private final Map<String, Node> producers;
    private final Map<String, List<Node>> consumers;

    /** Takes what {@link GraphBuilder} has verified. */
    Graph(String name, List<Value> inputs, List<Value> outputs, List<Node> nodes) {
        this.name = name;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.nodes = List.copyOf(nodes);
        var producing = new LinkedHashMap<String, Node>();
        var consuming = new LinkedHashMap<String, List<Node>>();
        for (var node : nodes) {
            for (var output : node.outputs()) {
                producing.put(output.name(), node);
            }
            for (var input : node.inputs()) {
                var readers = consuming.computeIfAbsent(input.name(), k -> new ArrayList<>());
                if (readers.isEmpty() || !readers.getLast().name().equals(node.name())) {
                    readers.add(node);
                }
            }
        }
        this.producers = Collections.unmodifiableMap(producing);
        this.consumers = Collections.unmodifiableMap(consuming);
    }

    /** For listings; usually that of the model. */
    public String name() {
        return name;
    }

    /** What the caller feeds, in order. */
    public List<Value> inputs() {
        return inputs;
    }

    /** What the caller gets, in order. */
    public List<Value> outputs() {
        return outputs;
    }

    /** All nodes, each after those it depends on. */
    public List<Node> nodes() {
        return nodes;
    }

    /** The node that computes a value; empty for inputs and constants. */
    public Optional<Node> producer(Value value) {
        return Optional.ofNullable(producers.get(value.name()));
    }

    /** The nodes that read a value, in order, each once. */
    public List<Node> consumers(Value value) {
        return consumers.getOrDefault(value.name(), List.of());
    }

    /** True if the value is one of the graph's outputs. */
    public boolean isOutput(Value value) {
        for (var output : outputs) {
            if (output.name().equals(value.name())) {
                return true;
            }
        }
        return false;
    }

    /** The constants that nodes or outputs refer to, each once, in order of first use. */
    public List<Value> constants() {
        var found = new LinkedHashMap<String, Value>();
        nodes.stream()
                .flatMap(n -> n.inputs().stream())
                .filter(Value::isConstant)
                .forEach(v -> found.putIfAbsent(v.name(), v));
        outputs.stream().filter(Value::isConstant).forEach(v -> found.putIfAbsent(v.name(), v));
        return List.copyOf(found.values());
    }

    /** The readable form, one line for each input, node and output; lines end with {@code \n}. */
    public String toText() {
        return GraphText.of(this);
    }

    /** The graph in the language of Graphviz, for {@code dot -Tsvg}. */
    public String toDot() {
        return GraphDot.of(this);
    }

    /** The name and the number of nodes; {@link #toText} prints everything. */
    @Override
    public String toString() {
        return "graph " + name + " with " + nodes.size() + " nodes";
    }
}
