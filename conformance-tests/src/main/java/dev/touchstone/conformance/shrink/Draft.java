package dev.touchstone.conformance.shrink;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.conformance.Computation;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Operator;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A computation taken apart, to be put together with other tensors, operators or scales. Shapes are inferred anew, so
 * that a change need not know where it leads. Immutable.
 *
 * @param tensors of inputs and constants, by name
 * @param types of results whose scale is to be another, by name
 */
record Draft(
        Graph graph,
        List<Value> outputs,
        Map<String, Tensor> tensors,
        Map<String, Operator> operators,
        Map<String, TensorType> types) {
    static Draft of(Computation computation) {
        var graph = computation.graph();
        var tensors = new LinkedHashMap<String, Tensor>();
        for (int i = 0; i < graph.inputs().size(); i++) {
            tensors.put(graph.inputs().get(i).name(), computation.inputs().get(i));
        }
        for (var value : graph.constants()) {
            var constant = value.constant();
            if (constant != null) {
                tensors.put(value.name(), constant);
            }
        }
        return new Draft(graph, graph.outputs(), tensors, Map.of(), Map.of());
    }

    /** With another tensor for an input or constant. */
    Draft with(String name, Tensor tensor) {
        var changed = new LinkedHashMap<>(tensors);
        changed.put(name, tensor);
        return new Draft(graph, outputs, changed, operators, types);
    }

    /** With another operator in a node. */
    Draft with(Node node, Operator operator) {
        var changed = new HashMap<>(operators);
        changed.put(node.name(), operator);
        return new Draft(graph, outputs, tensors, changed, types);
    }

    /** With another scale of a result. */
    Draft with(Value result, TensorType type) {
        var changed = new HashMap<>(types);
        changed.put(result.name(), type);
        return new Draft(graph, outputs, tensors, operators, changed);
    }

    /** With these outputs only. */
    Draft giving(List<Value> fewer) {
        return new Draft(graph, fewer, tensors, operators, types);
    }

    /** The computation, without what no output depends on; empty if it is not valid. */
    Optional<Computation> build() {
        var needed = needed();
        var values = new HashMap<String, Value>();
        var builder = new GraphBuilder(graph.name());
        var inputs = new ArrayList<Tensor>();
        try {
            for (var input : graph.inputs()) {
                if (needed.contains(input.name())) {
                    var tensor = tensor(input);
                    values.put(input.name(), builder.input(Value.variable(input.name(), tensor.type())));
                    inputs.add(tensor);
                }
            }
            for (var node : graph.nodes()) {
                if (node.outputs().stream().anyMatch(v -> needed.contains(v.name()))) {
                    builder.add(changed(node, values));
                }
            }
            outputs.forEach(v -> builder.output(value(v, values)));
            return Optional.of(new Computation(builder.build(), inputs));
        } catch (InvalidGraphException e) {
            return Optional.empty();
        }
    }

    private Tensor tensor(Value value) {
        var tensor = tensors.get(value.name());
        if (tensor == null) {
            throw new IllegalStateException("no tensor for " + value);
        }
        return tensor;
    }

    private HashSet<String> needed() {
        var needed = outputs.stream().map(Value::name).collect(Collectors.toCollection(HashSet::new));
        for (var node : graph.nodes().reversed()) {
            if (node.outputs().stream().anyMatch(v -> needed.contains(v.name()))) {
                node.inputs().forEach(v -> needed.add(v.name()));
            }
        }
        return needed;
    }

    private Node changed(Node node, Map<String, Value> values) {
        var operator = operators.getOrDefault(node.name(), node.operator());
        var operands = node.inputs().stream().map(v -> value(v, values)).toList();
        var inferred = GraphBuilder.infer(node.name(), operator, operands);
        if (inferred.size() != node.outputs().size()) {
            throw new InvalidGraphException(node.label() + " has another number of results");
        }
        var results = new ArrayList<Value>();
        for (int i = 0; i < inferred.size(); i++) {
            var result = node.outputs().get(i);
            var type = types.getOrDefault(result.name(), result.type())
                    .withShape(inferred.get(i).shape());
            results.add(Value.variable(result.name(), type));
            values.put(result.name(), results.getLast());
        }
        return new Node(node.name(), operator, operands, results);
    }

    private Value value(Value old, Map<String, Value> values) {
        if (old.isConstant()) {
            return Value.constant(old.name(), tensor(old));
        }
        var value = values.get(old.name());
        if (value == null) {
            throw new IllegalStateException("nothing defines " + old);
        }
        return value;
    }
}
