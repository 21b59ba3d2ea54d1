package dev.touchstone.rknpu.mapping;

import dev.touchstone.backend.Support.Unsupported;
import dev.touchstone.graph.Node;
import dev.touchstone.op.L2Norm;
import dev.touchstone.rknpu.ddk.NoAttr;
import dev.touchstone.rknpu.ddk.OperatorType;
import java.util.List;
import java.util.Optional;

/** L2_NORMALIZE, which knows neither an axis but the channels nor an epsilon. */
final class L2NormMapping implements Mapping {
    /** An epsilon below this part of a squared step moves no result of 8 bits. */
    private static final double HARMLESS = 1e-4;

    @Override
    public Optional<Unsupported> refusal(Node node, Limits limits) {
        var norm = (L2Norm) node.operator();
        var x = node.input(0).type();
        if (x.rank() != 4 || x.shape().axis(norm.axis()) != 1) {
            return Mapping.refuse("NORM_AXIS", "axis", "1 of 4", norm.axis() + " of " + x.rank(), "");
        }
        double most = HARMLESS * x.scale() * x.scale();
        return norm.epsilon() <= most
                ? Optional.empty()
                : Mapping.refuse("NORM_EPSILON", "epsilon", "at most " + (float) most, norm.epsilon(), "");
    }

    @Override
    public void lower(Node node, NetworkBuilder network) {
        network.add(
                OperatorType.L2_NORMALIZE,
                List.of(network.tensor(node.input(0))),
                network.tensor(node.output()),
                new NoAttr());
    }
}
