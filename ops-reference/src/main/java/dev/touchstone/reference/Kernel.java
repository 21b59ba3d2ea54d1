package dev.touchstone.reference;

import dev.touchstone.tensor.Tensor;
import java.util.List;

/**
 * The computation of one node, prepared: what depends only on attributes, types and constants (multipliers, tables,
 * widened weights) was made before. Immutable; runs may overlap.
 */
@FunctionalInterface
interface Kernel {
    /**
     * Computes the outputs from the inputs, constants included, in the node's order. All tensors are backed by whole
     * Java arrays; outputs do not overlap inputs and hold garbage before.
     */
    void run(List<Tensor> inputs, List<Tensor> outputs);

    /** The same, with working memory for those that need it. */
    default void run(List<Tensor> inputs, List<Tensor> outputs, Scratch scratch) {
        run(inputs, outputs);
    }

    /** A kernel that needs working memory. */
    @FunctionalInterface
    interface WithScratch extends Kernel {
        @Override
        void run(List<Tensor> inputs, List<Tensor> outputs, Scratch scratch);

        @Override
        default void run(List<Tensor> inputs, List<Tensor> outputs) {
            run(inputs, outputs, new Scratch());
        }
    }

    /** Makes the kernel of a node. */
    @FunctionalInterface
    interface Factory {
        /**
         * Prepares a node.
         *
         * @throws Refusal if the definition does not cover these types or attributes (an accumulator that could
         *     overflow, an empty window on int8, ...)
         */
        Kernel prepare(dev.touchstone.graph.Node node);
    }
}
