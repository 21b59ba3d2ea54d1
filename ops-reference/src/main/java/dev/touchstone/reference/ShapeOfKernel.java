package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.ShapeOf;

/**
 * The definition of {@link ShapeOf}.
 *
 * <p>M1 The result holds the extents of the input, outermost first, whatever its elements.
 */
final class ShapeOfKernel {
    private ShapeOfKernel() {}

    static Kernel prepare(Node node) {
        int[] extents = node.input(0).type().shape().toArray();
        return (inputs, outputs) ->
                System.arraycopy(extents, 0, outputs.getFirst().ints(), 0, extents.length);
    }
}
