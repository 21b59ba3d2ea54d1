package dev.touchstone.rknpu.mapping;

import dev.touchstone.backend.Support.Unsupported;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Softmax;
import dev.touchstone.rknpu.ddk.OperatorType;
import dev.touchstone.rknpu.ddk.SoftmaxAttr;
import dev.touchstone.tensor.Shape;
import java.util.List;
import java.util.Optional;

/** SOFTMAX. The library takes axis 0 for the whole tensor; a vector becomes one row. */
final class SoftmaxMapping implements Mapping {
    @Override
    public Optional<Unsupported> refusal(Node node, Limits limits) {
        var shape = node.input(0).type().shape();
        int axis = shape.axis(((Softmax) node.operator()).axis());
        return axis == 0 && shape.rank() > 1
                ? Mapping.refuse("SOFTMAX_AXIS", "axis", "1 or more", axis, "transpose before")
                : Optional.empty();
    }

    @Override
    public void lower(Node node, NetworkBuilder network) {
        var x = network.tensor(node.input(0));
        var y = network.tensor(node.output());
        if (x.shape().rank() == 1) {
            var row = Shape.of(1, x.shape().extent(0));
            var result = network.intermediate(row, y.scale());
            network.add(OperatorType.SOFTMAX, List.of(network.reshape(x, row)), result, new SoftmaxAttr(1));
            network.reshape(result, y);
            return;
        }
        int axis = x.shape().axis(((Softmax) node.operator()).axis());
        network.add(OperatorType.SOFTMAX, List.of(x), y, new SoftmaxAttr(axis));
    }
}
