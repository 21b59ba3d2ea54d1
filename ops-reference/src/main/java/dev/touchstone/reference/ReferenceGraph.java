package dev.touchstone.reference;

import dev.touchstone.BackendException;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.backend.Signature;
import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A graph as a list of prepared kernels. Each run in flight has buffers of its own, which are kept for later runs: a warm
 * graph allocates nothing.
 */
final class ReferenceGraph implements CompiledGraph {
    private final List<Node> nodes;
    private final List<Kernel> kernels = new ArrayList<>();
    private final Signature signature;
    private final BufferPlan plan;
    private final ConcurrentLinkedQueue<RunBuffers> pool = new ConcurrentLinkedQueue<>();

    ReferenceGraph(Graph graph) {
        signature = Signature.of(graph);
        nodes = graph.nodes();
        for (var node : nodes) {
            try {
                kernels.add(Kernels.prepare(node));
            } catch (Refusal e) {
                throw new BackendException("reference", node.label() + ": " + e.reason(), e);
            }
        }
        plan = BufferPlan.of(graph);
    }

    static Support supports(Node node) {
        var invalid = Support.ofInvalid(node);
        if (invalid.isPresent()) {
            return invalid.get();
        }
        try {
            Kernels.prepare(node);
            return Support.SUPPORTED;
        } catch (Refusal e) {
            return e.reason();
        }
    }

    @Override
    public void run(List<Tensor> inputs, List<Tensor> outputs, RunMonitor monitor) {
        signature.require(inputs, outputs);
        var pooled = pool.poll();
        var buffers = pooled == null ? new RunBuffers(plan) : pooled;
        try {
            buffers.begin(inputs, outputs);
            for (int i = 0; i < kernels.size(); i++) {
                monitor.before(nodes.get(i));
                kernels.get(i).run(buffers.operands(i), buffers.results(i), buffers.scratch());
                monitor.after(nodes.get(i));
            }
            buffers.end(outputs);
        } finally {
            buffers.forget();
            pool.add(buffers);
        }
    }

    @Override
    public void close() {
        pool.clear();
    }
}
