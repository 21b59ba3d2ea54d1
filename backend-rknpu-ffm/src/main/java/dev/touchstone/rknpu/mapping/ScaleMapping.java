package dev.touchstone.rknpu.mapping;

import dev.touchstone.backend.Support.Unsupported;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Scale;
import dev.touchstone.rknpu.ddk.NoAttr;
import dev.touchstone.rknpu.ddk.OperatorType;
import java.util.List;
import java.util.Optional;

/**
 * The library's SCALE is dropped without an error on 64 bit. It becomes a MULTIPLY by one number, which changes the scale
 * and at most the sign, and an ADD of one number.
 */
final class ScaleMapping implements Mapping {
    @Override
    public Optional<Unsupported> refusal(Node node, Limits limits) {
        var scale = (Scale) node.operator();
        double step =
                Math.abs((double) scale.scale()) * (double) node.input(0).type().scale();
        return step >= Float.MIN_NORMAL && step <= Float.MAX_VALUE
                ? Optional.empty()
                : Mapping.refuse("SCALE", "scale", "a number that leaves a normal step", scale.scale(), "");
    }

    @Override
    public void lower(Node node, NetworkBuilder network) {
        var scale = (Scale) node.operator();
        var x = network.tensor(node.input(0));
        var y = network.tensor(node.output());
        var one = DivisionMapping.ones(x.shape().rank());
        float magnitude = Math.abs(scale.scale());
        double bias = scale.biasAfterScale() ? scale.bias() : (double) scale.bias() * (double) scale.scale();
        float step = (float) (Math.abs(bias) / 127);
        boolean shifted = step >= Float.MIN_NORMAL;
        var product = shifted ? network.intermediate(x.shape(), magnitude * x.scale()) : y;
        var factor = network.constant(one, magnitude, new byte[] {(byte) (scale.scale() < 0 ? -1 : 1)});
        network.add(OperatorType.MULTIPLY, List.of(x, factor), product, new NoAttr());
        if (shifted) {
            var summand = network.constant(one, step, new byte[] {(byte) (bias < 0 ? -127 : 127)});
            network.add(OperatorType.ADD, List.of(product, summand), y, new NoAttr());
        }
    }
}
