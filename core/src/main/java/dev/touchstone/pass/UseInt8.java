package dev.touchstone.pass;

import dev.touchstone.graph.Graph;
import java.util.function.BiFunction;

/**
 * Turns explicit scales into int8 types as a planner says.
 *
 * @param planner decides, with notes, which nodes compute on int8 and which tensors are stored as int8
 */
record UseInt8(BiFunction<ScaledGraph, Notes, Int8Plan> planner) implements Pass {
    @Override
    public String name() {
        return "use int8";
    }

    @Override
    public Graph apply(Graph source, Notes notes) {
        var graph = new ScaledGraph(source);
        if (!graph.hasScales()) {
            notes.add("nothing is quantized: every operator computes in float32");
            return source;
        }
        return new EmitInt8(graph, planner.apply(graph, notes), notes).graph();
    }
}
