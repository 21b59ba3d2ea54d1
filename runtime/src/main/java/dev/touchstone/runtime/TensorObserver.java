package dev.touchstone.runtime;

import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.tensor.Tensor;

/** Sees every tensor that a run computes, outputs included. Called on the thread that runs. */
@FunctionalInterface
public interface TensorObserver {
    /**
     * A tensor was computed. Calls come in an order of the graph's nodes, each after those it depends on, but not
     * necessarily at once when the node has run. An exception ends the run and passes through.
     *
     * @param node what computed it
     * @param value its name and type
     * @param tensor its elements, on the heap; may be kept, must not be written
     */
    void observe(Node node, Value value, Tensor tensor);
}
