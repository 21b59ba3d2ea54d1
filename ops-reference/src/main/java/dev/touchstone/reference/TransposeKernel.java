package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Transpose;

/**
 * The definition of {@link Transpose}.
 *
 * <p>M1 Ranks, axes and extents are checked by {@link Transpose#infer}.
 * <br>M2 Elements are copied bit for bit, NaN payloads included.
 * <br>M3 Between int8 scales that differ in any bit, every element goes through the table of N10.
 */
final class TransposeKernel {
    private TransposeKernel() {}

    static Kernel prepare(Node node) {
        var permutation = ((Transpose) node.operator()).permutation();
        var x = node.input(0).type();
        var y = node.output().type();
        var from = Gather.strides(x.shape());
        var strides = permutation.stream().mapToInt(axis -> from[axis]).toArray();
        var index = Gather.index(y.shape(), strides, Gather.all(y.rank()));
        var rescale = Rescale.between(x, y);
        return (inputs, outputs) -> rescale.gather(inputs.getFirst(), index, outputs.getFirst());
    }
}
