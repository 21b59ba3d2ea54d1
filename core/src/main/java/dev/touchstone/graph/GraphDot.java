package dev.touchstone.graph;

import java.util.HashMap;
import java.util.Map;

/**
 * A graph in the language of Graphviz: nodes are boxes, inputs and outputs ellipses, edges carry the type of the value
 * that flows. Constants are lines in the box that reads them.
 */
final class GraphDot {
    private final StringBuilder text = new StringBuilder();
    private final Map<String, String> sources = new HashMap<>();

    private GraphDot() {}

    static String of(Graph graph) {
        var dot = new GraphDot();
        dot.text.append("digraph ").append(quoted(graph.name())).append(" {\n");
        dot.text.append("  node [fontname=\"sans-serif\", shape=box, style=rounded];\n");
        dot.text.append("  edge [fontname=\"sans-serif\", fontsize=10];\n");
        for (int i = 0; i < graph.inputs().size(); i++) {
            dot.source("in" + i, graph.inputs().get(i));
        }
        for (int i = 0; i < graph.nodes().size(); i++) {
            dot.node("n" + i, graph.nodes().get(i));
        }
        for (int i = 0; i < graph.outputs().size(); i++) {
            var value = graph.outputs().get(i);
            if (value.isConstant() && !dot.sources.containsKey(value.name())) {
                dot.source("const" + i, value);
            }
            dot.text.append("  out" + i + " [shape=ellipse, label=" + quoted(value.name()) + "];\n");
            dot.edge(value, "out" + i);
        }
        return dot.text.append("}\n").toString();
    }

    private void source(String id, Value value) {
        text.append("  " + id + " [shape=ellipse, label=" + quoted(value.name()) + "];\n");
        sources.put(value.name(), id);
    }

    private void node(String id, Node node) {
        var label = new StringBuilder(node.name() + "\n" + node.operator().name());
        var attributes = GraphText.attributes(node);
        if (!attributes.isEmpty()) {
            label.append('\n').append(attributes);
        }
        node.inputs().stream()
                .filter(Value::isConstant)
                .forEach(v -> label.append("\n#").append(v.name()).append(": ").append(v.type()));
        text.append("  " + id + " [label=" + quoted(label.toString()) + "];\n");
        node.inputs().stream().filter(v -> !v.isConstant()).forEach(v -> edge(v, id));
        node.outputs().forEach(v -> sources.put(v.name(), id));
    }

    private void edge(Value value, String to) {
        text.append("  " + sources.get(value.name()) + " -> " + to + " [label="
                + quoted(value.type().toString()) + "];\n");
    }

    private static String quoted(String label) {
        return '"' + label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
