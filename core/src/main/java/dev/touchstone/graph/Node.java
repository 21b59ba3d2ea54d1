package dev.touchstone.graph;

import dev.touchstone.op.Operator;
import java.util.List;

/**
 * One application of an operator. The name is unique in its graph.
 *
 * @param inputs in the operator's order; constants are inputs like any other
 * @param outputs in the operator's order, with their final types
 */
public record Node(String name, Operator operator, List<Value> inputs, List<Value> outputs) {
    public Node {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * What is wrong with the node by itself: types that the operator does not take or give, scales where none may be. A
     * node of a {@link Graph} has no faults; one that was made otherwise may.
     *
     * @return one sentence each, beginning with the {@link #label}; empty if a graph can hold the node
     */
    public List<String> faults() {
        return GraphVerifier.faults(this);
    }

    /** The input at a position that the operator knows. */
    public Value input(int index) {
        return inputs.get(index);
    }

    /** The first output; most operators have no other. */
    public Value output() {
        return outputs.getFirst();
    }

    /** Of the name alone: it tells the nodes of a graph apart, and the rest holds whole tables of scales. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** {@code conv2d_3 (conv2d)}: how messages name a node. */
    public String label() {
        return name + " (" + operator.name() + ")";
    }
}
