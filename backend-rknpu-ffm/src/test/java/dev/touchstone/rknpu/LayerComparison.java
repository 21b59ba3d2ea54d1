package dev.touchstone.rknpu;

import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.reference.ReferenceBackendProvider;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs graphs, and single nodes with the reference's inputs, on the reference and on another backend. */
final class LayerComparison {
    private final Backend reference = new ReferenceBackendProvider().open(BackendOptions.defaults());
    private final Backend device;

    LayerComparison(Backend device) {
        this.device = device;
    }

    /** The largest difference of codes for each node, where the two differ; both get equal inputs. */
    Map<String, Integer> differences(Graph graph, List<Tensor> inputs) {
        var values = new HashMap<String, Tensor>();
        for (int i = 0; i < inputs.size(); i++) {
            values.put(graph.inputs().get(i).name(), inputs.get(i));
        }
        var found = new HashMap<String, Integer>();
        for (var node : graph.nodes()) {
            var single = single(node);
            var given = single.inputs().stream().map(v -> values.get(v.name())).toList();
            var expected = run(reference, single, given);
            var actual = run(device, single, given);
            for (int i = 0; i < expected.size(); i++) {
                values.put(node.outputs().get(i).name(), expected.get(i));
                int difference = difference(expected.get(i), actual.get(i));
                if (difference > 0) {
                    found.merge(node.label(), difference, Math::max);
                }
            }
        }
        return found;
    }

    /** Results of the reference. */
    List<Tensor> reference(Graph graph, List<Tensor> inputs) {
        return run(reference, graph, inputs);
    }

    /** Results of the device, which compiles the graph as a whole. */
    List<Tensor> device(Graph graph, List<Tensor> inputs) {
        return run(device, graph, inputs);
    }

    private static List<Tensor> run(Backend backend, Graph graph, List<Tensor> inputs) {
        var outputs =
                graph.outputs().stream().map(v -> Tensor.allocate(v.type())).toList();
        try (CompiledGraph compiled = backend.compile(graph)) {
            compiled.run(inputs, outputs, RunMonitor.NONE);
        }
        return outputs;
    }

    static Graph single(Node node) {
        var builder = new GraphBuilder(node.name());
        var added = new ArrayList<String>();
        for (Value input : node.inputs()) {
            if (!input.isConstant() && !added.contains(input.name())) {
                added.add(input.name());
                builder.input(input);
            }
        }
        builder.add(node);
        node.outputs().forEach(builder::output);
        return builder.build();
    }

    /** In codes; of float32, 0 or 1000. */
    static int difference(Tensor expected, Tensor actual) {
        if (expected.type().dataType() != DataType.INT8) {
            return Arrays.equals(expected.toFloats(), actual.toFloats()) ? 0 : 1000;
        }
        byte[] e = expected.toBytes();
        byte[] a = actual.toBytes();
        int most = 0;
        for (int i = 0; i < e.length; i++) {
            most = Math.max(most, Math.abs(e[i] - a[i]));
        }
        return most;
    }
}
