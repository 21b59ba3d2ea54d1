package dev.touchstone.conformance;

import dev.touchstone.backend.Backend;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.NumericProfile;
import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;

/** The right backend, for tests that change one answer of it. */
interface DelegatingBackend extends Backend {
    Backend RIGHT = new NestedLoopBackend(Fault.NONE);

    @Override
    default NumericProfile profile() {
        return RIGHT.profile();
    }

    @Override
    default Support supports(Node node) {
        return RIGHT.supports(node);
    }

    @Override
    default CompiledGraph compile(Graph graph) {
        return RIGHT.compile(graph);
    }

    @Override
    default void close() {}
}
