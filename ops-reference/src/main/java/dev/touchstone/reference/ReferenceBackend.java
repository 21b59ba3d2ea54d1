package dev.touchstone.reference;

import dev.touchstone.backend.Backend;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.NumericProfile;
import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;

/** Runs graphs by the kernels of this package, node by node, on the calling thread. */
public final class ReferenceBackend implements Backend {
    /** Takes no options: the definition has one thread and no choices. */
    public ReferenceBackend() {}

    @Override
    public NumericProfile profile() {
        return NumericProfile.REFERENCE;
    }

    @Override
    public Support supports(Node node) {
        return ReferenceGraph.supports(node);
    }

    @Override
    public CompiledGraph compile(Graph graph) {
        return new ReferenceGraph(graph);
    }

    @Override
    public void close() {}
}
