package dev.touchstone.pass;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Identity;
import dev.touchstone.op.Scale;
import java.util.HashMap;
import java.util.Map;

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
        return node.operator() instanceof Identity || (node.operator() instanceof Scale s && s.isIdentity());
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
