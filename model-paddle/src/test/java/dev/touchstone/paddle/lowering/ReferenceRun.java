package dev.touchstone.paddle.lowering;

import dev.touchstone.backend.RunMonitor;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;

/** Runs a source graph literally, in FLOAT precision, by the kernels that define the operators. */
final class ReferenceRun {
    private ReferenceRun() {}

    /** The graph's outputs, in order. */
    static List<Tensor> run(Graph graph, List<Tensor> inputs) {
        var outputs =
                graph.outputs().stream().map(v -> Tensor.allocate(v.type())).toList();
        try (var backend = new ReferenceBackend();
                var compiled = backend.compile(graph)) {
            compiled.run(inputs, outputs, RunMonitor.NONE);
        }
        return outputs;
    }

    /** Shows every computed tensor as soon as it is there, and keeps none longer than its readers need it. */
    static void observe(Graph graph, List<Tensor> inputs, BiConsumer<String, Tensor> observer) {
        var readers = new HashMap<String, Integer>();
        graph.nodes().forEach(n -> variables(n).forEach(v -> readers.merge(v.name(), 1, Integer::sum)));
        var tensors = new HashMap<String, Tensor>();
        for (int i = 0; i < inputs.size(); i++) {
            tensors.put(graph.inputs().get(i).name(), inputs.get(i));
        }
        for (var node : graph.nodes()) {
            var operands = variables(node);
            var results = run(
                    alone(node),
                    operands.stream()
                            .map(v -> Objects.requireNonNull(tensors.get(v.name())))
                            .toList());
            for (int i = 0; i < results.size(); i++) {
                observer.accept(node.outputs().get(i).name(), results.get(i));
                tensors.put(node.outputs().get(i).name(), results.get(i));
            }
            operands.stream()
                    .filter(v -> readers.merge(v.name(), -1, Integer::sum) == 0)
                    .forEach(v -> tensors.remove(v.name()));
        }
    }

    /** What a node reads and no constant is, each once. */
    private static List<Value> variables(Node node) {
        return node.inputs().stream().filter(v -> !v.isConstant()).distinct().toList();
    }

    private static Graph alone(Node node) {
        var builder = new GraphBuilder(node.name());
        variables(node).forEach(builder::input);
        builder.add(node);
        node.outputs().forEach(builder::output);
        return builder.build();
    }
}
