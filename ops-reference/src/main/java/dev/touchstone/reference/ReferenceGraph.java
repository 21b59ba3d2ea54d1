package dev.touchstone.reference;

import dev.touchstone.BackendException;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A graph as a list of prepared kernels. */
final class ReferenceGraph implements CompiledGraph {
    private record Step(Node node, Kernel kernel) {}

    private final Graph graph;
    private final List<Step> steps = new ArrayList<>();

    ReferenceGraph(Graph graph) {
        this.graph = graph;
        for (var node : graph.nodes()) {
            try {
                steps.add(new Step(node, Kernels.of(node.operator()).prepare(node)));
            } catch (Refusal e) {
                throw new BackendException("reference", node.label() + ": " + e.reason(), e);
            }
        }
    }

    static Support supports(Node node) {
        try {
            Kernels.of(node.operator()).prepare(node);
            return Support.SUPPORTED;
        } catch (Refusal e) {
            return e.reason();
        }
    }

    @Override
    public void run(List<Tensor> inputs, List<Tensor> outputs, RunMonitor monitor) {
        Map<String, Tensor> tensors = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            var given = inputs.get(i);
            tensors.put(graph.inputs().get(i).name(), given.isWholeArray() ? given : given.copy());
        }
        for (var step : steps) {
            monitor.before(step.node());
            var operands = new ArrayList<Tensor>();
            for (var v : step.node().inputs()) {
                operands.add(find(v, tensors));
            }
            var results = new ArrayList<Tensor>();
            for (var v : step.node().outputs()) {
                var result = Tensor.allocate(v.type());
                results.add(result);
                tensors.put(v.name(), result);
            }
            step.kernel().run(operands, results);
            monitor.after(step.node());
        }
        for (int i = 0; i < outputs.size(); i++) {
            var v = graph.outputs().get(i);
            outputs.get(i).copyFrom(find(v, tensors));
        }
    }

    private static Tensor find(Value value, Map<String, Tensor> tensors) {
        var constant = value.constant();
        return constant != null ? constant : Objects.requireNonNull(tensors.get(value.name()));
    }

    @Override
    public void close() {}
}
