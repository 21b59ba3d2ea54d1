package dev.touchstone.conformance.teeth;

import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.graph.Graph;
import dev.touchstone.tensor.Tensor;
import java.util.List;

/** The reference, each run of which goes through a function that may break the interface's rules. */
public record ForwardingBackend(Run run) implements Forwarding {
    /** What becomes of a run. */
    public interface Run {
        void of(CompiledGraph right, List<Tensor> inputs, List<Tensor> outputs, RunMonitor monitor);
    }

    @Override
    public CompiledGraph compile(Graph graph) {
        var right = REFERENCE.compile(graph);
        return new CompiledGraph() {
            @Override
            public void run(List<Tensor> inputs, List<Tensor> outputs, RunMonitor monitor) {
                run.of(right, inputs, outputs, monitor);
            }

            @Override
            public void close() {
                right.close();
            }
        };
    }
}
