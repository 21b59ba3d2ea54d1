package dev.touchstone.pass;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Value;
import java.util.HashSet;

/** Drops the nodes whose results neither the caller nor a live node reads. */
final class RemoveDeadNodes implements Pass {
    @Override
    public String name() {
        return "remove dead nodes";
    }

    @Override
    public Graph apply(Graph graph, Notes notes) {
        var live = new HashSet<String>();
        graph.outputs().stream().map(Value::name).forEach(live::add);
        for (var node : graph.nodes().reversed()) {
            if (node.outputs().stream().map(Value::name).anyMatch(live::contains)) {
                node.inputs().stream().map(Value::name).forEach(live::add);
            }
        }
        var rewriting = new Rewriting(graph);
        for (var node : graph.nodes()) {
            if (node.outputs().stream().map(Value::name).anyMatch(live::contains)) {
                rewriting.keep(node);
            }
        }
        return rewriting.build();
    }
}
