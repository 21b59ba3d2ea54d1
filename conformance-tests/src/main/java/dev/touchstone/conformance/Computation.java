package dev.touchstone.conformance;

import dev.touchstone.graph.Graph;
import dev.touchstone.tensor.Tensor;
import java.util.List;

/**
 * A graph and what it is fed with. What it must give is what the definition gives, unless somebody else's results come
 * with it.
 *
 * @param graph of one or more nodes; the backend may refuse any of them
 * @param inputs in the order of the graph's inputs; only read
 * @param expected results of an oracle that is not the definition, in the order of the graph's outputs; empty if the
 *     definition decides
 * @param tolerance how far float32 results may be from {@code expected}, as a part of the tensor's largest magnitude (at
 *     least 1); 0 for equal numbers; without meaning if {@code expected} is empty
 */
public record Computation(Graph graph, List<Tensor> inputs, List<Tensor> expected, double tolerance)
        implements CaseBody {
    /** Copies the lists, not the tensors. */
    public Computation {
        inputs = List.copyOf(inputs);
        expected = List.copyOf(expected);
    }

    /** A computation that the definition decides. */
    public Computation(Graph graph, List<Tensor> inputs) {
        this(graph, inputs, List.of(), 0);
    }

    /** What is computed, in one line. */
    @Override
    public String toString() {
        return graph.nodes().size() == 1
                ? graph.nodes().getFirst().operator().toString()
                : graph.name() + " of " + graph.nodes().size() + " nodes";
    }
}
