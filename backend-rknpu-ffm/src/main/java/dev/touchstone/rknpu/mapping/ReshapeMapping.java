package dev.touchstone.rknpu.mapping;

import dev.touchstone.backend.Support.Unsupported;
import dev.touchstone.graph.Node;
import dev.touchstone.rknpu.ddk.NoAttr;
import dev.touchstone.rknpu.ddk.OperatorType;
import java.util.List;
import java.util.Optional;

/** Operators after which the elements stand in the same order: RESHAPE to the output's shape, DATACONVERT to its scale. */
final class ReshapeMapping implements Mapping {
    @Override
    public Optional<Unsupported> refusal(Node node, Limits limits) {
        return Optional.empty();
    }

    @Override
    public void lower(Node node, NetworkBuilder network) {
        var x = network.tensor(node.input(0));
        var y = network.tensor(node.output());
        if (x.shape().equals(y.shape())) {
            network.add(OperatorType.DATACONVERT, List.of(x), y, new NoAttr());
        } else {
            var moved = network.moved(x, y);
            network.reshape(x, moved);
            network.rescaled(moved, y);
        }
    }
}
