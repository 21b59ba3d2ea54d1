package dev.touchstone.conformance;

import dev.touchstone.graph.Graph;
import dev.touchstone.tensor.Tensor;
import java.util.List;

/**
 * One thing to compute. Equal ids mean equal graphs and data, on every machine and in every run of one suite version.
 *
 * @param id operator and index: {@code conv2d#17}
 * @param rule what the case was drawn to test
 * @param graph of one node
 * @param inputs in the order of the graph's inputs; only read
 */
public record ConformanceCase(String id, Rule rule, Graph graph, List<Tensor> inputs) {
    /** Copies the list, not the tensors. */
    public ConformanceCase {
        inputs = List.copyOf(inputs);
    }

    /** The id and what the graph computes. */
    @Override
    public String toString() {
        return id + " " + graph.nodes().getFirst().operator();
    }
}
