package dev.touchstone.pass;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Cast;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Flatten;
import dev.touchstone.op.Identity;
import dev.touchstone.op.Pad;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Scale;
import dev.touchstone.op.Slice;
import dev.touchstone.op.Split;
import dev.touchstone.op.Squeeze;
import dev.touchstone.op.Transpose;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Drops the nodes that hand their input on unchanged. Where such a node makes an output of the graph, the node before it
 * takes over the output's name; if that cannot be (the input is an output, an input or a constant itself), it stays.
 */
final class RemoveIdentity implements Pass {
    @Override
    public String name() {
        return "remove identity";
    }

    @Override
    public Graph apply(Graph graph, Notes notes) {
        var renamed = new HashMap<String, Value>();
        var rewriting = new Rewriting(graph);
        for (var node : graph.nodes()) {
            if (isIdentity(node) && graph.isOutput(node.output()) && isFree(graph, node.input(0), renamed)) {
                renamed.put(node.input(0).name(), node.output());
            }
        }
        for (var node : graph.nodes()) {
            if (!isIdentity(node)) {
                rename(rewriting.keep(renamed(node, renamed)), node, rewriting);
            } else if (!graph.isOutput(node.output())
                    || node.output().equals(renamed.get(node.input(0).name()))) {
                rewriting.replace(node.output(), rewriting.now(node.input(0)));
            } else {
                rewriting.keep(node);
            }
        }
        return rewriting.build();
    }

    private static boolean isIdentity(Node node) {
        return switch (node.operator()) {
            case Identity i -> true;
            case Scale s -> s.isIdentity();
            case Cast c -> c.to() == node.input(0).type().dataType();
            case Concat c -> node.inputs().size() == 1;
            case Split s -> node.outputs().size() == 1;
            case Transpose t ->
                IntStream.range(0, t.permutation().size())
                        .allMatch(i -> t.permutation().get(i) == i);
            case Pad p -> keepsShape(node);
            case Reshape r -> keepsShape(node);
            case Flatten f -> keepsShape(node);
            case Squeeze s -> keepsShape(node);
            case Slice s -> keepsShape(node) && s.strides().stream().allMatch(stride -> stride > 0);
            default -> false;
        };
    }

    private static boolean keepsShape(Node node) {
        return node.output().type().shape().equals(node.input(0).type().shape());
    }

    private static boolean isFree(Graph graph, Value value, Map<String, Value> renamed) {
        return !renamed.containsKey(value.name())
                && !graph.isOutput(value)
                && graph.producer(value).filter(p -> !isIdentity(p)).isPresent();
    }

    private static Node renamed(Node node, Map<String, Value> renamed) {
        var outputs = node.outputs().stream()
                .map(v -> {
                    var by = renamed.get(v.name());
                    return by == null
                            ? v
                            : v.withName(by.name()).withRange(by.range() == null ? v.range() : by.range());
                })
                .toList();
        return new Node(node.name(), node.operator(), node.inputs(), outputs);
    }

    private static void rename(Node made, Node node, Rewriting rewriting) {
        for (int i = 0; i < node.outputs().size(); i++) {
            if (!made.outputs().get(i).name().equals(node.outputs().get(i).name())) {
                rewriting.replace(node.outputs().get(i), made.outputs().get(i));
            }
        }
    }
}
