package dev.touchstone.conformance.shrink;

import dev.touchstone.TouchstoneException;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.judge.ComputationJudge;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Value;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Parts of the graph: single nodes, halves and smaller pieces of its order, fewer outputs. What a part gets from nodes
 * before it is fed, as the definition computes it.
 */
final class FewerNodes implements Reduction {
    @Override
    public Stream<Computation> of(Computation computation) {
        return Stream.concat(parts(computation), fewerOutputs(computation));
    }

    private static Stream<Computation> parts(Computation computation) {
        int nodes = computation.graph().nodes().size();
        if (nodes < 2) {
            return Stream.empty();
        }
        return everything(computation).stream()
                .flatMap(tensors -> lengths(nodes)
                        .flatMap(length -> IntStream.rangeClosed(0, nodes - length)
                                .mapToObj(from -> part(computation.graph(), from, from + length, tensors))
                                .flatMap(Optional::stream)));
    }

    /** 1, 2, 4, ..., and all but one. */
    private static Stream<Integer> lengths(int nodes) {
        return Stream.concat(Stream.iterate(1, l -> l < nodes - 1, l -> 2 * l), Stream.of(nodes - 1));
    }

    /** Every tensor of the graph by name; empty if the definition does not run it. */
    private static Optional<Map<String, Tensor>> everything(Computation computation) {
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
        return Optional.of(tensors);
    }

    private static Optional<Computation> part(Graph graph, int from, int to, Map<String, Tensor> tensors) {
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
        try {
            return Optional.of(new Computation(builder.build(), inputs));
        } catch (TouchstoneException e) {
            return Optional.empty();
        }
    }

    private static Stream<Computation> fewerOutputs(Computation computation) {
        var outputs = computation.graph().outputs();
        if (outputs.size() < 2) {
            return Stream.empty();
        }
        var draft = Draft.of(computation);
        return outputs.stream()
                .flatMap(v -> Stream.of(List.of(v), without(outputs, v)))
                .map(fewer -> draft.giving(fewer).build())
                .flatMap(Optional::stream);
    }

    private static List<Value> without(List<Value> outputs, Value one) {
        return outputs.stream().filter(v -> !v.name().equals(one.name())).toList();
    }
}
