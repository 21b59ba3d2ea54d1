package dev.touchstone.reference;

import dev.touchstone.backend.Support;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Identity;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.MaxPool2dWithIndex;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Pool2d;
import java.util.Map;

/** Which kernel defines which operator: one line each. */
final class Kernels {
    private Kernels() {}

    private static final Map<Class<? extends Operator>, Kernel.Factory> TABLE = Map.ofEntries(
            Map.entry(Conv2d.class, Conv2dKernel::prepare),
            Map.entry(FullyConnected.class, FullyConnectedKernel::prepare),
            Map.entry(Identity.class, node -> (in, out) -> out.getFirst().copyFrom(in.getFirst())),
            Map.entry(MatMul.class, MatMulKernel::prepare),
            Map.entry(MaxPool2dWithIndex.class, MaxPool2dWithIndexKernel::prepare),
            Map.entry(Pool2d.class, Pool2dKernel::prepare));

    /**
     * The prepared kernel of a node.
     *
     * @throws Refusal if the definition does not cover it
     */
    static Kernel prepare(Node node) {
        var factory = TABLE.get(node.operator().getClass());
        if (factory == null) {
            throw new Refusal(new Support.Unsupported(
                    "OPERATOR",
                    "operator",
                    "the operators with a kernel",
                    node.operator().name(),
                    ""));
        }
        Int8Constants.requireRange(node);
        return factory.prepare(node);
    }
}
