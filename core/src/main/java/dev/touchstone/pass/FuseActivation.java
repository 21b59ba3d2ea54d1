package dev.touchstone.pass;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.HardSwish;
import dev.touchstone.op.LeakyRelu;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Relu6;
import java.util.Optional;

/**
 * Puts a relu, relu6, leaky_relu or hard_swish into the convolution or fully connected layer in front of it. The result
 * takes the activation's recorded range. On int8 this saves the rounding in front of the activation.
 */
final class FuseActivation implements NeighbourFusion {
    @Override
    public String name() {
        return "fuse activation";
    }

    @Override
    public Optional<Node> fuse(ScaledGraph graph, Node first, Node reader, Rewriting rewriting, Notes notes) {
        return activation(reader.operator())
                .flatMap(a -> with(first.operator(), a))
                .map(o -> new Node(first.name(), o, first.inputs(), reader.outputs()));
    }

    private static Optional<Activation> activation(Operator operator) {
        return switch (operator) {
            case Relu r -> Optional.of(Activation.RELU);
            case Relu6 r -> Optional.of(new Activation.Relu6(r.threshold()));
            case LeakyRelu r -> Optional.of(new Activation.LeakyRelu(r.alpha()));
            case HardSwish h
            when h.threshold() > 0 -> Optional.of(new Activation.HardSwish(h.threshold(), h.scale(), h.offset()));
            default -> Optional.empty();
        };
    }

    private static Optional<Operator> with(Operator product, Activation activation) {
        return switch (product) {
            case Conv2d c when c.activation().equals(Activation.NONE) -> Optional.of(c.withActivation(activation));
            case FullyConnected f
            when f.activation().equals(Activation.NONE) -> Optional.of(f.withActivation(activation));
            default -> Optional.empty();
        };
    }
}
