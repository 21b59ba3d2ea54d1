package dev.touchstone.paddle.lowering;

import dev.touchstone.paddle.program.Block;
import dev.touchstone.paddle.program.Op;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which operators the fetched variables need, going backwards; the others are never looked at. */
final class Liveness {
    /** Outputs by which training keeps statistics in parameters; at inference they say nothing new. */
    private static final Set<String> STATISTICS =
            Set.of("MeanOut", "VarianceOut", "OutScale", "OutScales", "OutState", "OutAccum");

    private Liveness() {}

    /** The needed operators in program order, each with the variables of its outputs that are read afterwards. */
    static List<LiveOp> of(Block block, List<String> fetches) {
        var needed = new HashSet<>(fetches);
        var live = new ArrayList<LiveOp>();
        for (var op : block.ops().reversed()) {
            if (Endpoints.isEndpoint(op)) {
                continue;
            }
            var written = written(block, op);
            var read = new HashSet<>(written);
            read.retainAll(needed);
            if (read.isEmpty()) {
                continue;
            }
            live.add(new LiveOp(op, read));
            needed.removeAll(written);
            op.inputs().values().forEach(needed::addAll);
        }
        return List.copyOf(live.reversed());
    }

    /**
     * An operator that is needed.
     *
     * @param read variables among its outputs that something reads afterwards
     */
    record LiveOp(Op op, Set<String> read) {}

    /** The variables that an operator really changes: all outputs but statistics that go back into parameters. */
    static Set<String> written(Block block, Op op) {
        var written = new HashSet<String>();
        op.outputs().forEach((slot, arguments) -> {
            for (var argument : arguments) {
                var variable = block.variables().get(argument);
                boolean statistics = STATISTICS.contains(slot) && variable != null && variable.persistable();
                if (!statistics && !argument.isEmpty()) {
                    written.add(argument);
                }
            }
        });
        return written;
    }
}
