package dev.touchstone.rknpu.mapping;

import dev.touchstone.backend.Support.Unsupported;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Concat;
import dev.touchstone.rknpu.ddk.ConcatAttr;
import dev.touchstone.rknpu.ddk.OperatorType;
import java.util.Optional;

/** CONCAT of tensors of one scale; others are converted before. */
final class ConcatMapping implements Mapping {
    @Override
    public Optional<Unsupported> refusal(Node node, Limits limits) {
        return node.inputs().stream().allMatch(v -> v.isConstant())
                ? Mapping.refuse("CONSTANT", "inputs", "a variable among them", "constants", "")
                : Optional.empty();
    }

    @Override
    public void lower(Node node, NetworkBuilder network) {
        var y = network.tensor(node.output());
        var inputs = node.inputs().stream()
                .map(v -> network.rescale(network.tensor(v), y.scale()))
                .toList();
        if (inputs.size() == 1) {
            network.reshape(inputs.getFirst(), y);
            return;
        }
        int axis = y.shape().axis(((Concat) node.operator()).axis());
        network.add(OperatorType.CONCAT, inputs, y, new ConcatAttr(axis));
    }
}
