package dev.touchstone.runtime;

import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.Signature;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import java.util.List;

/** What a program does next. */
sealed interface Step {
    /**
     * Runs a subgraph on its backend.
     *
     * @param graph the subgraph, for messages
     * @param signature of the subgraph
     * @param nodes of the subgraph, in order; empty if an earlier process compiled it
     * @param span what profiles call it: {@code first..last}
     */
    record Compute(
            OpenBackends.Named owner,
            String graph,
            Signature signature,
            List<Node> nodes,
            String span,
            CompiledGraph compiled)
            implements Step {
        /** Runs a graph that was compiled just now. */
        static Compute of(OpenBackends.Named owner, Graph graph, CompiledGraph compiled) {
            var nodes = graph.nodes();
            return new Compute(
                    owner,
                    graph.toString(),
                    Signature.of(graph),
                    nodes,
                    span(nodes.getFirst().name(), nodes.getLast().name()),
                    compiled);
        }

        static String span(String first, String last) {
            return first + ".." + last;
        }
    }

    /**
     * Hands a tensor from the backend that computed it to one that reads it. All backends take and give host memory,
     * and the tensor lies in a buffer of the run's, so that nothing is copied; the step makes the crossing visible.
     */
    record Transfer(Placement.Transfer transfer) implements Step {}
}
