package dev.touchstone.pass;

import dev.touchstone.graph.Node;
import dev.touchstone.op.ArgMax;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Binary;
import dev.touchstone.op.Cast;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Dequantize;
import dev.touchstone.op.FakeDequantize;
import dev.touchstone.op.FakeQuantize;
import dev.touchstone.op.Flatten;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Identity;
import dev.touchstone.op.L2Norm;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.MaxPool2dWithIndex;
import dev.touchstone.op.PNorm;
import dev.touchstone.op.Pad;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Prelu;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Reduce;
import dev.touchstone.op.Requantize;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Resize;
import dev.touchstone.op.ShapeOf;
import dev.touchstone.op.Slice;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Split;
import dev.touchstone.op.Squeeze;
import dev.touchstone.op.Stack;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Unary;
import dev.touchstone.op.Unsqueeze;
import dev.touchstone.tensor.Quantization;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which operators have a rule on int8, and which of their inputs are tensors with scales. */
final class Int8Rules {
    private Int8Rules() {}

    /** Why a node cannot compute on int8 whatever its scales; empty if it can. */
    static Optional<String> refusal(ScaledGraph graph, Node node) {
        boolean real = activations(node).allMatch(i -> node.input(i).type().isFloat());
        if (!real) {
            return Optional.of("its inputs are not real numbers");
        }
        return switch (node.operator()) {
            case Conv2d c -> weights(graph, node);
            case FullyConnected f -> weights(graph, node);
            case MatMul m ->
                m.alpha() > 0 ? factor(graph, node) : Optional.of("alpha " + m.alpha() + " is not positive");
            case BatchNorm b -> parameters(graph, node);
            case Prelu p -> parameters(graph, node);
            case ArgMax a -> Optional.empty();
            case Binary b -> Optional.empty();
            case Concat c -> Optional.empty();
            case Flatten f -> Optional.empty();
            case Identity i -> Optional.empty();
            case L2Norm l -> Optional.empty();
            case PNorm p -> Optional.empty();
            case Pad p -> Optional.empty();
            case Pool2d p -> Optional.empty();
            case Reduce r -> Optional.empty();
            case Reshape r -> Optional.empty();
            case Resize r -> Optional.empty();
            case Slice s -> Optional.empty();
            case Softmax s -> Optional.empty();
            case Split s -> Optional.empty();
            case Squeeze s -> Optional.empty();
            case Stack s -> Optional.empty();
            case Transpose t -> Optional.empty();
            case Unary u -> Optional.empty();
            case Unsqueeze u -> Optional.empty();
            case Cast c -> noRule();
            case Dequantize d -> noRule();
            case FakeDequantize f -> noRule();
            case FakeQuantize f -> noRule();
            case MaxPool2dWithIndex m -> noRule();
            case Quantize q -> noRule();
            case Requantize r -> noRule();
            case ShapeOf s -> noRule();
        };
    }

    private static Optional<String> noRule() {
        return Optional.of("it has no int8 rule");
    }

    private static Optional<String> weights(ScaledGraph graph, Node node) {
        int channels = node.operator() instanceof Conv2d ? 0 : 1;
        var stored = graph.stored(node.input(1));
        if (stored.isEmpty()) {
            return Optional.of("its weights " + node.input(1).name() + " are not quantized");
        }
        return stored.get().type().quantization() instanceof Quantization.PerChannel p && p.axis() != channels
                ? Optional.of("its weights have scales along axis " + p.axis() + ", not " + channels)
                : parameters(graph, node);
    }

    private static Optional<String> factor(ScaledGraph graph, Node node) {
        var y = node.input(1);
        if (!y.isConstant() && graph.stored(y).isEmpty()) {
            return Optional.empty();
        }
        return graph.stored(y)
                        .filter(c -> c.type().quantization() instanceof Quantization.PerTensor)
                        .isPresent()
                ? Optional.empty()
                : Optional.of("its weights " + y.name() + " have no single scale");
    }

    private static Optional<String> parameters(ScaledGraph graph, Node node) {
        int activations = (int) activations(node).count();
        for (int i = activations; i < node.inputs().size(); i++) {
            if (!graph.isConstant(node.input(i)) && !node.input(i).isConstant()) {
                return Optional.of("its parameter " + node.input(i).name() + " is not constant");
            }
        }
        return Optional.empty();
    }

    /** The positions of the inputs that are tensors with scales; weights, bias and other parameters come after them. */
    static IntStream activations(Node node) {
        int count = switch (node.operator()) {
            case Concat c -> node.inputs().size();
            case Stack s -> node.inputs().size();
            case Binary b -> 2;
            case MatMul m -> 2;
            default -> 1;
        };
        return IntStream.range(0, count);
    }
}
