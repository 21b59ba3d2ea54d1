package dev.touchstone.graph;

import java.util.stream.Collectors;

/**
 * The text form of a graph, as {@code inspect --graph} prints it:
 *
 * <pre>
 * graph mobilenet
 * input %image: float32[1, 3, 224, 224]
 * %relu_1: float32[1, 32, 112, 112] = conv2d(%image, %w: float32[32, 3, 3, 3] constant, ...) Conv2d[stride=2x2, ...]
 * output %relu_1
 * </pre>
 */
final class GraphText {
    private GraphText() {}

    static String of(Graph graph) {
        var text = new StringBuilder("graph ").append(graph.name()).append('\n');
        graph.inputs().forEach(v -> text.append("input ").append(v).append('\n'));
        for (var node : graph.nodes()) {
            text.append(node.outputs().stream().map(Value::toString).collect(Collectors.joining(", ")))
                    .append(" = ")
                    .append(node.operator().name())
                    .append(node.inputs().stream().map(GraphText::operand).collect(Collectors.joining(", ", "(", ")")));
            var attributes = node.operator().toString();
            if (!attributes.endsWith("[]")) {
                text.append(' ').append(attributes.substring(attributes.indexOf('[')));
            }
            text.append('\n');
        }
        graph.outputs().forEach(v -> text.append("output %").append(v.name()).append('\n'));
        return text.toString();
    }

    private static String operand(Value value) {
        return value.isConstant() ? value + " constant" : "%" + value.name();
    }
}
