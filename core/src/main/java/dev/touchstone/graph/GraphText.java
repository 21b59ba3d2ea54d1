package dev.touchstone.graph;

import java.util.stream.Collectors;

/**
 * The text form of a graph, as {@code inspect --graph} prints it: one line for each node, which begins with the name
 * that messages use. Computed values are marked {@code %}; constants {@code #}, with their type at each use.
 *
 * <pre>
 * graph mobilenet: 2 nodes, 2 constants
 *
 * input  %image: float32[1, 3, 224, 224]
 *
 * conv_1  %relu_1: float32[1, 32, 112, 112] = conv2d(%image, #w: float32[32, 3, 3, 3]) stride=2x2, padding=1, ...
 * pool_1  %pool_1: float32[1, 32, 1, 1] = pool2d(%relu_1) kind=AVERAGE, window=global, countPadding=false
 *
 * output %pool_1: float32[1, 32, 1, 1]
 * </pre>
 */
final class GraphText {
    private GraphText() {}

    static String of(Graph graph) {
        int nodes = graph.nodes().size();
        int constants = graph.constants().size();
        var text = new StringBuilder("graph " + graph.name() + ": " + nodes + (nodes == 1 ? " node, " : " nodes, ")
                + constants + (constants == 1 ? " constant" : " constants") + "\n\n");
        graph.inputs().forEach(v -> text.append("input  ").append(v).append('\n'));
        text.append('\n');
        int width =
                graph.nodes().stream().mapToInt(n -> n.name().length()).max().orElse(0);
        for (var node : graph.nodes()) {
            text.append(node.name())
                    .repeat(' ', width - node.name().length() + 2)
                    .append(line(node))
                    .append('\n');
        }
        if (nodes > 0) {
            text.append('\n');
        }
        graph.outputs().forEach(v -> text.append("output ").append(typed(v)).append('\n'));
        return text.toString();
    }

    private static String line(Node node) {
        var results = node.outputs().stream().map(Value::toString).collect(Collectors.joining(", "));
        var operands = node.inputs().stream().map(GraphText::operand).collect(Collectors.joining(", ", "(", ")"));
        var attributes = attributes(node);
        return results + " = " + node.operator().name() + operands + (attributes.isEmpty() ? "" : " " + attributes);
    }

    private static String operand(Value value) {
        return value.isConstant() ? typed(value) : "%" + value.name();
    }

    private static String typed(Value value) {
        return (value.isConstant() ? "#" : "%") + value.name() + ": " + value.type();
    }

    /** {@code stride=1x1, padding=SAME, ...}: what stands between the brackets of the record's text; may be empty. */
    static String attributes(Node node) {
        var record = node.operator().toString();
        return record.substring(record.indexOf('[') + 1, record.length() - 1);
    }
}
