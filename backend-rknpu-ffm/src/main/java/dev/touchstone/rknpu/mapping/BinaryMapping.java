package dev.touchstone.rknpu.mapping;

import dev.touchstone.backend.Support.Unsupported;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Add;
import dev.touchstone.op.Binary;
import dev.touchstone.op.Broadcast;
import dev.touchstone.op.Max;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Sub;
import dev.touchstone.rknpu.ddk.NoAttr;
import dev.touchstone.rknpu.ddk.OperatorType;
import java.util.List;
import java.util.Optional;

/** ADD, SUBTRACT, MULTIPLY, MAXIMUM. Both operands get one rank, and the first one is never the smaller. */
final class BinaryMapping implements Mapping {
    @Override
    public Optional<Unsupported> refusal(Node node, Limits limits) {
        var shapes = shapes(node);
        if (node.input(0).isConstant() && node.input(1).isConstant()) {
            return Mapping.refuse("CONSTANT", "operands", "a variable among them", "two constants", "");
        }
        boolean equal = shapes.x().equals(shapes.y());
        if (node.operator() instanceof Max && !equal) {
            return Mapping.refuse("BROADCAST", "operands", "equal shapes", shapes.x() + " and " + shapes.y(), "");
        }
        boolean firstFits = shapes.x().equals(shapes.output());
        boolean secondFits = shapes.y().equals(shapes.output()) && !(node.operator() instanceof Sub);
        return firstFits || secondFits
                ? Optional.empty()
                : Mapping.refuse(
                        "BROADCAST",
                        "operands",
                        "one of the output's shape" + (node.operator() instanceof Sub ? ", the first" : ""),
                        shapes.x() + " and " + shapes.y(),
                        "");
    }

    @Override
    public void lower(Node node, NetworkBuilder network) {
        var shapes = shapes(node);
        var a = network.reshape(network.tensor(node.input(0)), shapes.x());
        var b = network.reshape(network.tensor(node.input(1)), shapes.y());
        boolean swap = !shapes.x().equals(shapes.output());
        network.add(type(node), swap ? List.of(b, a) : List.of(a, b), network.tensor(node.output()), new NoAttr());
    }

    private static OperatorType type(Node node) {
        return switch (node.operator()) {
            case Add o -> OperatorType.ADD;
            case Sub o -> OperatorType.SUBTRACT;
            case Mul o -> OperatorType.MULTIPLY;
            case Max o -> OperatorType.MAXIMUM;
            default -> throw new IllegalArgumentException(node.label() + " is not elementwise");
        };
    }

    private static Broadcast shapes(Node node) {
        return Broadcast.of(
                node.input(0).type().shape(), node.input(1).type().shape(), ((Binary) node.operator()).axis());
    }
}
