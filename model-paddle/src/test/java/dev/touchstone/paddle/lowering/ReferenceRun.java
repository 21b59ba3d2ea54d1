package dev.touchstone.paddle.lowering;

import dev.touchstone.backend.RunMonitor;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Value;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a source graph literally, in FLOAT precision, by the kernels that define the operators. */
final class ReferenceRun {
    private ReferenceRun() {}

    /** The graph's outputs, in order. */
    static List<Tensor> run(Graph graph, List<Tensor> inputs) {
        var outputs = graph.outputs().stream()
                .map(v -> Tensor.allocate(v.type()))
                .toList();
        try (var backend = new ReferenceBackend();
                var compiled = backend.compile(graph)) {
            compiled.run(inputs, outputs, RunMonitor.NONE);
        }
        return outputs;
    }

    /** Everything that a node computes, by name. */
    static Map<String, Tensor> runAll(Graph graph, List<Tensor> inputs) {
        var observed = observed(graph);
        var results = run(observed, inputs);
        var all = new LinkedHashMap<String, Tensor>();
        for (int i = 0; i < results.size(); i++) {
            all.put(observed.outputs().get(i).name(), results.get(i));
        }
        return all;
    }

    /** The same graph with every computed value as an output. */
    private static Graph observed(Graph graph) {
        var builder = new GraphBuilder(graph.name());
        graph.inputs().forEach(builder::input);
        graph.nodes().forEach(builder::add);
        graph.nodes().stream().flatMap(n -> n.outputs().stream()).forEach((Value v) -> builder.output(v));
        return builder.build();
    }
}
