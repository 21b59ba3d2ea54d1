package dev.touchstone.pass;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Flatten;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Squeeze;
import dev.touchstone.op.Unsqueeze;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Makes one reshape of two in a row (reshape, flatten, squeeze, unsqueeze), where nothing else reads what lies between
 * and the first does not requantize.
 */
final class MergeReshapes implements Pass {
    @Override
    public String name() {
        return "merge reshapes";
    }

    @Override
    public Graph apply(Graph graph, Notes notes) {
        var rewriting = new Rewriting(graph);
        var absorbed = new HashSet<Node>();
        for (var node : graph.nodes()) {
            if (absorbed.contains(node)) {
                continue;
            }
            var last = node;
            for (var next = next(graph, last); next.isPresent(); next = next(graph, last)) {
                last = next.get();
                absorbed.add(last);
            }
            if (last.equals(node)) {
                rewriting.keep(node);
                continue;
            }
            var shape = Arrays.stream(last.output().type().shape().toArray())
                    .boxed()
                    .toList();
            rewriting.emit(
                    new Node(node.name(), new Reshape(shape), List.of(rewriting.now(node.input(0))), last.outputs()));
        }
        return rewriting.build();
    }

    private static Optional<Node> next(Graph graph, Node node) {
        if (!isReshape(node)
                || graph.isOutput(node.output())
                || graph.consumers(node.output()).size() != 1
                || !node.output()
                        .type()
                        .withShape(node.input(0).type().shape())
                        .equals(node.input(0).type())) {
            return Optional.empty();
        }
        return Optional.of(graph.consumers(node.output()).getFirst()).filter(MergeReshapes::isReshape);
    }

    private static boolean isReshape(Node node) {
        return switch (node.operator()) {
            case Reshape r -> true;
            case Flatten f -> true;
            case Squeeze s -> true;
            case Unsqueeze u -> true;
            default -> false;
        };
    }
}
