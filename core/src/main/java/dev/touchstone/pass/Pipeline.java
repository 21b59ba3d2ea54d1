package dev.touchstone.pass;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Value;
import dev.touchstone.op.FakeQuantize;
import java.util.List;

/** Which passes make a source graph ready for each precision, in their order. */
public final class Pipeline {
    /** FLOAT keeps every bit of every tensor. */
    private static final List<Pass> FLOAT = List.of(new RemoveDeadNodes());

    /** What both int8 precisions do before they differ. */
    private static final List<Pass> SCALED = List.of(
            new RemoveDeadNodes(), new RemoveIdentity(), new ExplicitScales(), new FuseBias(), new FuseActivation());

    private Pipeline() {}

    /**
     * Gives a source graph its final types.
     *
     * @param source float32 with fake quantization, as a model's {@code graph} returns it
     * @return a graph with the same inputs and outputs: names, order, shapes and data types
     * @throws dev.touchstone.TouchstoneException if an int8 precision cannot express the graph; the message names the
     *     node and the remedy
     */
    public static Prepared prepare(Graph source, Precision precision) {
        var notes = new Notes();
        var graph = switch (precision) {
            case FLOAT -> apply(FLOAT, source, notes);
            case CPU_INT8 -> int8(source, PlanCpuInt8::of, notes);
            case FULL_INT8 -> int8(source, PlanFullInt8::of, notes);
        };
        requireSameEnds("precision " + precision, source, graph);
        return new Prepared(graph, notes.list());
    }

    /**
     * The precision that a source graph was quantized for: FULL_INT8 if operators beside convolutions and matrix products
     * are quantized, CPU_INT8 if only those are, FLOAT if nothing is.
     */
    public static Precision recommended(Graph source) {
        boolean any = false;
        for (var node : source.nodes()) {
            if (node.operator() instanceof FakeQuantize q && !node.input(0).isConstant()) {
                any = true;
                if (q.dequantize()
                        && source.consumers(node.output()).stream().anyMatch(n -> !ProductScales.isProduct(n))) {
                    return Precision.FULL_INT8;
                }
            }
        }
        return any ? Precision.CPU_INT8 : Precision.FLOAT;
    }

    /** What becomes int8 where. */
    @FunctionalInterface
    private interface Planner {
        Int8Plan plan(ScaledGraph graph, Notes notes);
    }

    private static Graph int8(Graph source, Planner planner, Notes notes) {
        var scaled = scaled(source, notes);
        return apply(List.of(new RemoveDeadNodes()), EmitInt8.apply(scaled, planner.plan(scaled, notes), notes), notes);
    }

    /** The source with explicit scales and fused operators. */
    static ScaledGraph scaled(Graph source, Notes notes) {
        return new ScaledGraph(apply(SCALED, source, notes));
    }

    private static Graph apply(List<Pass> passes, Graph source, Notes notes) {
        var graph = source;
        for (var pass : passes) {
            var next = pass.apply(graph, notes);
            requireSameEnds("pass " + pass.name(), graph, next);
            graph = next;
        }
        return graph;
    }

    private static void requireSameEnds(String who, Graph before, Graph after) {
        if (!ends(before.inputs()).equals(ends(after.inputs()))
                || !ends(before.outputs()).equals(ends(after.outputs()))) {
            throw new InvalidGraphException(who + " changed the inputs or outputs of " + before.name() + " from "
                    + ends(before.inputs()) + " -> " + ends(before.outputs()) + " to " + ends(after.inputs()) + " -> "
                    + ends(after.outputs()));
        }
    }

    private static List<String> ends(List<Value> values) {
        return values.stream().map(v -> v.name() + ": " + v.type()).toList();
    }
}
