package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Flatten;
import dev.touchstone.op.Identity;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Squeeze;
import dev.touchstone.op.Unsqueeze;

/**
 * The definition of {@link Reshape}, {@link Flatten}, {@link Squeeze}, {@link Unsqueeze} and {@link Identity}: the same
 * elements in the same order.
 *
 * <p>M1 Ranks, axes and extents are checked by {@link Reshape#infer}.
 * <br>M2 Elements are copied bit for bit, NaN payloads included.
 * <br>M3 Between int8 scales that differ in any bit, every element goes through the table of N10.
 */
final class ReshapeKernel {
    private ReshapeKernel() {}

    static Kernel prepare(Node node) {
        var rescale = Rescale.between(node.input(0).type(), node.output().type());
        int n = node.output().type().shape().elements();
        return (inputs, outputs) -> rescale.copy(inputs.getFirst(), 0, outputs.getFirst(), 0, n);
    }
}
