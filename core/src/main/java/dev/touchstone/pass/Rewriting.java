package dev.touchstone.pass;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Operator;
import dev.touchstone.tensor.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A graph being copied node by node with changes. A pass walks the source in order and for each node keeps it, emits
 * others, or says which value stands for its result.
 */
final class Rewriting {
    private final Graph source;
    private final GraphBuilder builder;
    private final Map<String, Value> substitutes = new HashMap<>();
    private final Set<String> takenValues = new HashSet<>();
    private final Set<String> takenNodes = new HashSet<>();

    Rewriting(Graph source) {
        this(source, node -> false);
    }

    /** For a pass that drops nodes: their names, and those of their results, are free for others. */
    Rewriting(Graph source, Predicate<Node> dropped) {
        this.source = source;
        this.builder = new GraphBuilder(source.name());
        source.inputs().forEach(builder::input);
        source.inputs().forEach(v -> takenValues.add(v.name()));
        source.constants().forEach(v -> takenValues.add(v.name()));
        source.outputs().forEach(v -> takenValues.add(v.name()));
        source.nodes().stream().filter(dropped.negate()).forEach(node -> {
            takenNodes.add(node.name());
            node.outputs().forEach(v -> takenValues.add(v.name()));
        });
    }

    /** What stands for a value of the source in the new graph. */
    Value now(Value old) {
        return substitutes.getOrDefault(old.name(), old);
    }

    List<Value> now(List<Value> old) {
        var all = new Value[old.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = now(old.get(i));
        }
        return List.of(all);
    }

    /** From here on, users of the old value get the new graph's value instead. */
    void replace(Value old, Value by) {
        substitutes.put(old.name(), by);
    }

    /** Copies a node; its inputs are what stands for them now. */
    Node keep(Node node) {
        return emit(new Node(node.name(), node.operator(), now(node.inputs()), node.outputs()));
    }

    /** Copies a node under another operator. */
    Node keep(Node node, Operator operator) {
        return emit(new Node(node.name(), operator, now(node.inputs()), node.outputs()));
    }

    /** Adds a node whose inputs and outputs belong to the new graph. */
    Node emit(Node node) {
        return builder.add(node);
    }

    /** Adds a node of one input that did not exist before; its output has the inferred type. */
    Value emit(String name, Operator operator, Value input) {
        var type = GraphBuilder.infer(name, operator, List.of(input)).getFirst();
        return emit(new Node(freshNode(name), operator, List.of(input), List.of(Value.variable(name, type))))
                .output();
    }

    /** A constant under a name that nothing else has. */
    Value constant(String name, Tensor tensor) {
        return Value.constant(fresh(name), tensor);
    }

    /** The name itself if no value has it, else with a number behind. */
    String fresh(String name) {
        return claim(name, takenValues);
    }

    /** As {@link #fresh}, for nodes. */
    String freshNode(String name) {
        return claim(name, takenNodes);
    }

    private static String claim(String name, Set<String> taken) {
        var candidate = name;
        for (int i = 2; !taken.add(candidate); i++) {
            candidate = name + "." + i;
        }
        return candidate;
    }

    /** The new graph; its outputs are what stands for the old ones. */
    Graph build() {
        source.outputs().forEach(v -> builder.output(now(v)));
        return builder.build();
    }
}
