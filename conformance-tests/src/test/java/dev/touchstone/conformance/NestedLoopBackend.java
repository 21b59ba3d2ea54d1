package dev.touchstone.conformance;

import dev.touchstone.backend.Backend;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.NumericProfile;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Conv2d;
import dev.touchstone.tensor.Tensor;
import java.util.List;

/** A backend that knows one operator, by {@link NestedLoopConv2d}: right without a fault, wrong in one way with one. */
record NestedLoopBackend(Fault fault) implements Backend {
    @Override
    public NumericProfile profile() {
        return NumericProfile.REFERENCE;
    }

    @Override
    public Support supports(Node node) {
        return node.operator() instanceof Conv2d
                ? Support.SUPPORTED
                : new Support.Unsupported(
                        "OPERATOR", "operator", "conv2d", node.operator().name(), "");
    }

    @Override
    public CompiledGraph compile(Graph graph) {
        var node = graph.nodes().getFirst();
        return new CompiledGraph() {
            @Override
            public void run(List<Tensor> inputs, List<Tensor> outputs, RunMonitor monitor) {
                new NestedLoopConv2d(node, inputs.getFirst(), outputs.getFirst(), fault).run();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {}
}
