package dev.touchstone.arm.compile;

import dev.touchstone.arm.machine.ByteForm;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Flatten;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Identity;
import dev.touchstone.op.Max;
import dev.touchstone.op.Min;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Requantize;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Slice;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Split;
import dev.touchstone.op.Squeeze;
import dev.touchstone.op.Stack;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Unary;
import dev.touchstone.op.Unsqueeze;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the bytes of each int8 tensor are stored. A tensor that cannot be negative is stored as it is, and serves as signed
 * and as unsigned; what others look like depends on the instruction set.
 */
final class Forms {
    private final Set<String> positive = new HashSet<>();
    private final ByteForm signed;

    Forms(Graph graph, boolean storesOffset) {
        this.signed = storesOffset ? ByteForm.OFFSET : ByteForm.SIGNED;
        for (var node : graph.nodes()) {
            if (isPositive(node)) {
                node.outputs().forEach(v -> positive.add(v.name()));
            }
        }
    }

    /** Of a value; null if it is not int8 with a scale. */
    @Nullable
    ByteForm of(Value value) {
        if (!value.type().isQuantizedInt8()) {
            return null;
        }
        return positive.contains(value.name()) ? ByteForm.POSITIVE : signed;
    }

    private boolean isPositive(Node node) {
        return switch (node.operator()) {
            case Conv2d conv -> isRectifier(conv.activation());
            case FullyConnected fc -> isRectifier(fc.activation());
            case Softmax s -> true;
            case Unary unary -> {
                boolean anyInput = !positive.contains(node.input(0).name());
                yield node.input(0).type().isQuantizedInt8()
                        && node.output().type().isQuantizedInt8()
                        && Int8Table.of(
                                        unary,
                                        node.input(0).type().scale(),
                                        node.output().type().scale())
                                .isPositive(anyInput);
            }
            case Add a -> all(node);
            case Mul m -> all(node);
            case Min m -> all(node);
            case Max m -> node.inputs().stream().anyMatch(v -> positive.contains(v.name()));
            case Concat c -> all(node);
            case Stack s -> all(node);
            case Pool2d p -> all(node);
            case Split s -> all(node);
            case Slice s -> all(node);
            case Transpose t -> all(node);
            case Reshape r -> all(node);
            case Flatten f -> all(node);
            case Squeeze s -> all(node);
            case Unsqueeze u -> all(node);
            case Identity i -> all(node);
            case Requantize r -> all(node);
            default -> false;
        };
    }

    private boolean all(Node node) {
        return node.inputs().stream().allMatch(v -> positive.contains(v.name()));
    }

    private static boolean isRectifier(Activation activation) {
        return activation instanceof Activation.Relu || activation instanceof Activation.Relu6;
    }
}
