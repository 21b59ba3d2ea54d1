package dev.touchstone.paddle.lowering;

import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.program.Op;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.paddle.program.Subgraphs;
import java.util.Map;
import java.util.Set;

/** From the targets of Paddle Lite's kernels to the names of backends. */
final class Devices {
    /** Targets that are neural processors: RKNPU, and NNAdapter, by which later versions reach it. */
    private static final Map<String, String> TARGETS = Map.of("12", "rknpu", "18", "rknpu");

    private Devices() {}

    /** The backends that run only what is marked for them. */
    static Set<String> reserved() {
        return Set.copyOf(TARGETS.values());
    }

    /** Whether an optimiser has decided where the operators of a program run. */
    static boolean isPartitioned(Program program) {
        return program.blocks().stream()
                .flatMap(b -> b.ops().stream())
                .anyMatch(op -> op.attributes().containsKey(Subgraphs.KERNEL));
    }

    /** The backend that an operator's kernel asks for; empty if it is none of a neural processor. */
    static String of(Op op) {
        if (!(op.attributes().get(Subgraphs.KERNEL) instanceof Attribute.Text(String kernel))) {
            return "";
        }
        var parts = kernel.split("/", -1);
        return parts.length == 5 ? TARGETS.getOrDefault(parts[2], "") : "";
    }
}
