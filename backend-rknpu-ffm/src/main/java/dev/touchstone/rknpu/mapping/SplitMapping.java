package dev.touchstone.rknpu.mapping;

import dev.touchstone.backend.Support.Unsupported;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Split;
import dev.touchstone.rknpu.ddk.OperatorType;
import dev.touchstone.rknpu.ddk.SliceAttr;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The library's SPLIT is not implemented: one SLICE for each piece. */
final class SplitMapping implements Mapping {
    @Override
    public Optional<Unsupported> refusal(Node node, Limits limits) {
        return Optional.empty();
    }

    @Override
    public void lower(Node node, NetworkBuilder network) {
        var x = network.tensor(node.input(0));
        int axis = x.shape().axis(((Split) node.operator()).axis());
        int at = 0;
        for (var output : node.outputs()) {
            var y = network.tensor(output);
            var start = new Integer[x.shape().rank()];
            Arrays.fill(start, 0);
            start[axis] = at;
            var moved = network.moved(x, y);
            network.add(
                    OperatorType.SLICE,
                    List.of(x),
                    moved,
                    new SliceAttr(List.of(start), SliceMapping.extents(y.shape())));
            network.rescaled(moved, y);
            at += y.shape().extent(axis);
        }
    }
}
