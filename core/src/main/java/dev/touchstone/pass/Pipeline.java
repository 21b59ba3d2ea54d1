package dev.touchstone.pass;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Value;
import dev.touchstone.op.FakeQuantize;
import dev.touchstone.op.Identity;
import java.util.ArrayDeque;
import java.util.List;

/** Which passes make a source graph ready for each precision, in their order. */
public final class Pipeline {
    /** FLOAT keeps every bit of every tensor: somebody may compare each with the original framework's. */
    private static final List<Pass> FLOAT = List.of(new RemoveDeadNodes());

    /** From fake quantization to explicit scales between as few operators as possible. */
    private static final List<Pass> SCALED = List.of(
            new RemoveDeadNodes(),
            new RemoveIdentity(),
            new ExplicitScales(),
            new SimplerForms(),
            new FuseTransposedSoftmax(),
            new FuseBias(),
            new FoldBatchNorm(),
            new FuseBias(),
            new FuseActivation());

    private static final List<Pass> CPU_INT8 =
            List.of(new UseInt8(PlanCpuInt8::of), new MergeReshapes(), new RemoveDeadNodes());

    private static final List<Pass> FULL_INT8 =
            List.of(new UseInt8(PlanFullInt8::of), new MergeReshapes(), new RemoveDeadNodes());

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
            case CPU_INT8 -> apply(CPU_INT8, apply(SCALED, source, notes), notes);
            case FULL_INT8 -> apply(FULL_INT8, apply(SCALED, source, notes), notes);
        };
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
                if (q.dequantize() && isReadByOthersThanProducts(source, node.output())) {
                    return Precision.FULL_INT8;
                }
            }
        }
        return any ? Precision.CPU_INT8 : Precision.FLOAT;
    }

    /** Copies and further quantizers on the way change nothing: an optimiser leaves them in front of a product. */
    private static boolean isReadByOthersThanProducts(Graph source, Value quantized) {
        var open = new ArrayDeque<Value>(List.of(quantized));
        while (!open.isEmpty()) {
            for (var consumer : source.consumers(open.remove())) {
                if (consumer.operator() instanceof Identity || consumer.operator() instanceof FakeQuantize) {
                    open.add(consumer.output());
                } else if (!ProductScales.isProduct(consumer)) {
                    return true;
                }
            }
        }
        return false;
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
            throw new IllegalStateException(who + " changed the inputs or outputs of " + before.name() + " from "
                    + ends(before.inputs()) + " -> " + ends(before.outputs()) + " to " + ends(after.inputs()) + " -> "
                    + ends(after.outputs()));
        }
    }

    private static List<String> ends(List<Value> values) {
        return values.stream().map(v -> v.name() + ": " + v.type()).toList();
    }
}
