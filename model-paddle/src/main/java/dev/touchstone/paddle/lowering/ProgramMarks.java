package dev.touchstone.paddle.lowering;

import dev.touchstone.graph.Node;
import dev.touchstone.model.PlacementMarks;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The marks of a partitioned program.
 *
 * @param devices of the definitions that parts compute
 */
record ProgramMarks(Map<String, String> devices) implements PlacementMarks {
    ProgramMarks {
        devices = Map.copyOf(devices);
    }

    @Override
    public Set<String> reserved() {
        return Devices.reserved();
    }

    /** A node is named after the variable it computes; helping nodes after the operator's first, with a suffix. */
    @Override
    public Optional<String> backend(Node node) {
        var own = devices.get(node.name());
        int suffix = node.name().indexOf('~');
        return Optional.ofNullable(
                own != null || suffix < 0 ? own : devices.get(node.name().substring(0, suffix)));
    }
}
