package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Slice;

/**
 * The definition of {@link Slice}.
 *
 * <p>M1 Ranks, axes and extents are checked by {@link Slice#infer}.
 * <br>M2 Elements are copied bit for bit, NaN payloads included.
 * <br>M3 Between int8 scales that differ in any bit, every element goes through the table of N10.
 */
final class SliceKernel {
    private SliceKernel() {}

    static Kernel prepare(Node node) {
        var slice = (Slice) node.operator();
        var x = node.input(0).type();
        var y = node.output().type();
        var positions = Gather.all(y.rank());
        for (int i = 0; i < slice.axes().size(); i++) {
            int start = slice.starts().get(i);
            int stride = slice.strides().get(i);
            positions[slice.axes().get(i)] = j -> start + j * stride;
        }
        var index = Gather.index(y.shape(), Gather.strides(x.shape()), positions);
        var rescale = Rescale.between(x, y);
        return (inputs, outputs) -> rescale.gather(inputs.getFirst(), index, outputs.getFirst());
    }
}
