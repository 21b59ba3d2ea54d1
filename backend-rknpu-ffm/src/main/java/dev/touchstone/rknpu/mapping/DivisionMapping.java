package dev.touchstone.rknpu.mapping;

import dev.touchstone.backend.Support.Unsupported;
import dev.touchstone.graph.Node;
import dev.touchstone.rknpu.ddk.NoAttr;
import dev.touchstone.rknpu.ddk.OperatorType;
import dev.touchstone.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The library has no division. By one constant it is a MULTIPLY with the constant's reciprocal as a scale, code 1 or -1. */
final class DivisionMapping implements Mapping {
    @Override
    public Optional<Unsupported> refusal(Node node, Limits limits) {
        var divisor = node.input(1);
        if (!divisor.isConstant() || divisor.type().shape().elements() != 1) {
            return Mapping.refuse("DIVIDE", "divisor", "one constant number", divisor.type(), "");
        }
        return NetworkBuilder.codes(divisor)[0] == 0
                ? Mapping.refuse("DIVIDE", "divisor", "any number but 0", "0", "")
                : Optional.empty();
    }

    @Override
    public void lower(Node node, NetworkBuilder network) {
        var x = network.tensor(node.input(0));
        int code = NetworkBuilder.codes(node.input(1))[0];
        double divisor = code * (double) node.input(1).type().scale();
        var factor = network.constant(
                ones(x.shape().rank()), (float) (1 / Math.abs(divisor)), new byte[] {(byte) Integer.signum(code)});
        network.add(OperatorType.MULTIPLY, List.of(x, factor), network.tensor(node.output()), new NoAttr());
    }

    static Shape ones(int rank) {
        var extents = new int[rank];
        Arrays.fill(extents, 1);
        return Shape.of(extents);
    }
}
