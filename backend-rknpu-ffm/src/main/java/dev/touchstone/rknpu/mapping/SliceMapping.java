package dev.touchstone.rknpu.mapping;

import dev.touchstone.backend.Support.Unsupported;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Slice;
import dev.touchstone.rknpu.ddk.OperatorAttr;
import dev.touchstone.rknpu.ddk.OperatorType;
import dev.touchstone.rknpu.ddk.SliceAttr;
import dev.touchstone.rknpu.ddk.StridedSliceAttr;
import dev.touchstone.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** SLICE, or STRIDED_SLICE where a stride is not 1. */
final class SliceMapping implements Mapping {
    @Override
    public Optional<Unsupported> refusal(Node node, Limits limits) {
        var slice = (Slice) node.operator();
        return slice.strides().stream().anyMatch(s -> s < 1)
                ? Mapping.refuse("SLICE_STRIDE", "strides", "1 or more", slice.strides(), "")
                : Optional.empty();
    }

    @Override
    public void lower(Node node, NetworkBuilder network) {
        var slice = (Slice) node.operator();
        var x = network.tensor(node.input(0));
        var y = network.tensor(node.output());
        int rank = x.shape().rank();
        var begin = new Integer[rank];
        var stride = new Integer[rank];
        var end = new Integer[rank];
        Arrays.fill(begin, 0);
        Arrays.fill(stride, 1);
        Arrays.setAll(end, i -> x.shape().extent(i));
        for (int i = 0; i < slice.axes().size(); i++) {
            int axis = slice.axes().get(i);
            begin[axis] = slice.starts().get(i);
            stride[axis] = slice.strides().get(i);
            end[axis] = begin[axis] + (slice.counts().get(i) - 1) * stride[axis] + 1;
        }
        boolean strided = Arrays.stream(stride).anyMatch(s -> s != 1);
        OperatorAttr attr = strided
                ? new StridedSliceAttr(List.of(begin), List.of(end), List.of(stride))
                : new SliceAttr(List.of(begin), extents(y.shape()));
        var moved = network.moved(x, y);
        network.add(strided ? OperatorType.STRIDED_SLICE : OperatorType.SLICE, List.of(x), moved, attr);
        network.rescaled(moved, y);
    }

    static List<Integer> extents(Shape shape) {
        return Arrays.stream(shape.toArray()).boxed().toList();
    }
}
