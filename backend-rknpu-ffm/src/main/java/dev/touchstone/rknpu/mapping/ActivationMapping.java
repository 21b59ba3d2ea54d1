package dev.touchstone.rknpu.mapping;

import dev.touchstone.backend.Support.Unsupported;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Abs;
import dev.touchstone.op.Clip;
import dev.touchstone.op.LeakyRelu;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Relu6;
import dev.touchstone.op.Sigmoid;
import dev.touchstone.op.Sqrt;
import dev.touchstone.op.Tanh;
import dev.touchstone.rknpu.ddk.ClipAttr;
import dev.touchstone.rknpu.ddk.LeakyReluAttr;
import dev.touchstone.rknpu.ddk.NoAttr;
import dev.touchstone.rknpu.ddk.OperatorType;
import java.util.List;
import java.util.Optional;

/** Functions of one number: RELU, RELU6, LEAKY_RELU, SIGMOID, TANH, ABS, SQRT, and CLIP for other limits than 6. */
final class ActivationMapping implements Mapping {
    @Override
    public Optional<Unsupported> refusal(Node node, Limits limits) {
        return switch (node.operator()) {
            case LeakyRelu(float alpha)
            when alpha < 0 -> Mapping.refuse("ALPHA", "slope of leaky_relu", "0 or more", alpha, "");
            case Clip(float min, float max)
            when !Float.isFinite(min) || !Float.isFinite(max) ->
                Mapping.refuse("CLIP", "limits", "finite numbers", min + " and " + max, "");
            default -> Optional.empty();
        };
    }

    @Override
    public void lower(Node node, NetworkBuilder network) {
        var x = List.of(network.tensor(node.input(0)));
        var y = network.tensor(node.output());
        switch (node.operator()) {
            case Relu o -> network.add(OperatorType.RELU, x, y, new NoAttr());
            case Relu6(float threshold) when threshold == 6 -> network.add(OperatorType.RELU6, x, y, new NoAttr());
            case Relu6(float threshold) -> network.add(OperatorType.CLIP, x, y, new ClipAttr(0, threshold));
            case LeakyRelu(float alpha) -> network.add(OperatorType.LEAKY_RELU, x, y, new LeakyReluAttr(alpha));
            case Sigmoid o -> network.add(OperatorType.SIGMOID, x, y, new NoAttr());
            case Tanh o -> network.add(OperatorType.TANH, x, y, new NoAttr());
            case Abs o -> network.add(OperatorType.ABS, x, y, new NoAttr());
            case Sqrt o -> network.add(OperatorType.SQRT, x, y, new NoAttr());
            case Clip(float min, float max) -> network.add(OperatorType.CLIP, x, y, new ClipAttr(min, max));
            default -> throw new IllegalArgumentException(node.label() + " is no activation");
        }
    }
}
