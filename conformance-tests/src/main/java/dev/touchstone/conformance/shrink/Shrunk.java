package dev.touchstone.conformance.shrink;

import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.Computation;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import java.util.stream.Stream;

/**
 * The smallest computation found that still fails.
 *
 * @param computation decided by the definition, if the failing one was, or if the definition notices the failure too
 * @param result what the backend makes of it
 * @param attempts how many computations were tried
 */
public record Shrunk(Computation computation, CaseResult result, int attempts) {
    /** How many nodes the graph has. */
    public int operators() {
        return computation.graph().nodes().size();
    }

    /** How many elements all its tensors have together: inputs, constants and results of nodes. */
    public long elements() {
        return elements(computation);
    }

    static long elements(Computation computation) {
        var graph = computation.graph();
        var results = graph.nodes().stream().map(Node::outputs).flatMap(o -> o.stream());
        return Stream.of(graph.inputs().stream(), graph.constants().stream(), results)
                .flatMap(s -> s)
                .map(Value::type)
                .mapToLong(t -> t.shape().elements())
                .sum();
    }
}
