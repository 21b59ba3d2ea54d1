package dev.touchstone.runtime;

import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.graph.Graph;

/** What a program does next. */
sealed interface Step {
    /** Runs a subgraph on its backend. */
    record Compute(OpenBackends.Named owner, Graph graph, CompiledGraph compiled) implements Step {}

    /**
     * Hands a tensor from the backend that computed it to one that reads it. All backends take and give host memory,
     * and the tensor lies in a buffer of the run's, so that nothing is copied; the step makes the crossing visible.
     */
    record Transfer(Placement.Transfer transfer) implements Step {}
}
