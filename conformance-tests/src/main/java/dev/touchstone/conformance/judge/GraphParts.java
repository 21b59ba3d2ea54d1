package dev.touchstone.conformance.judge;

import dev.touchstone.TouchstoneException;
import dev.touchstone.conformance.Computation;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Value;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Parts of a computation, fed with what the definition makes of everything before them. */
public final class GraphParts {
    private final Graph graph;
    private final Map<String, Tensor> tensors;

    private GraphParts(Graph graph, Map<String, Tensor> tensors) {
        this.graph = graph;
        this.tensors = tensors;
    }

    /** Computes every tensor of the graph; empty if the definition does not run it. */
    public static Optional<GraphParts> of(Computation computation) {
        var graph = computation.graph();
        var results = graph.nodes().stream().flatMap(n -> n.outputs().stream()).toList();
        var builder = new GraphBuilder(graph.name());
        graph.inputs().forEach(builder::input);
        graph.nodes().forEach(builder::add);
        results.forEach(builder::output);
        var tensors = new HashMap<String, Tensor>();
        try {
            var computed = ComputationJudge.definition(new Computation(builder.build(), computation.inputs()));
            for (int i = 0; i < computed.size(); i++) {
                tensors.put(results.get(i).name(), computed.get(i));
            }
        } catch (TouchstoneException e) {
            return Optional.empty();
        }
        for (int i = 0; i < graph.inputs().size(); i++) {
            tensors.put(graph.inputs().get(i).name(), computation.inputs().get(i));
        }
        return Optional.of(new GraphParts(graph, tensors));
    }

    /** The nodes from a position to another one, exclusive, as a computation that the definition decides. */
    public Computation part(int from, int to) {
        var nodes = graph.nodes().subList(from, to);
        var inside = nodes.stream().flatMap(n -> n.outputs().stream()).toList();
        var names = inside.stream().map(Value::name).toList();
        var fed = nodes.stream()
                .flatMap(n -> n.inputs().stream())
                .filter(v -> !v.isConstant() && !names.contains(v.name()))
                .distinct()
                .toList();
        var builder = new GraphBuilder(graph.name());
        var inputs = new ArrayList<Tensor>();
        for (var value : fed) {
            builder.input(value);
            inputs.add(Objects.requireNonNull(tensors.get(value.name())));
        }
        nodes.forEach(builder::add);
        var given = inside.stream()
                .filter(v -> graph.isOutput(v) || !nodes.containsAll(graph.consumers(v)))
                .toList();
        (given.isEmpty() ? inside : given).forEach(builder::output);
        return new Computation(builder.build(), inputs);
    }
}
