package dev.touchstone.rknpu.mapping;

import dev.touchstone.backend.Support.Unsupported;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Transpose;
import dev.touchstone.rknpu.ddk.OperatorType;
import dev.touchstone.rknpu.ddk.PermuteAttr;
import java.util.List;
import java.util.Optional;

/** PERMUTE. */
final class TransposeMapping implements Mapping {
    @Override
    public Optional<Unsupported> refusal(Node node, Limits limits) {
        return Optional.empty();
    }

    @Override
    public void lower(Node node, NetworkBuilder network) {
        var x = network.tensor(node.input(0));
        var y = network.tensor(node.output());
        var moved = network.moved(x, y);
        var permutation = ((Transpose) node.operator()).permutation();
        network.add(OperatorType.PERMUTE, List.of(x), moved, new PermuteAttr(permutation));
        network.rescaled(moved, y);
    }
}
