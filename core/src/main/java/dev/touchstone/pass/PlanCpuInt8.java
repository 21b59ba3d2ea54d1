package dev.touchstone.pass;

import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * CPU_INT8: convolutions and matrix products whose weights are int8 and whose input has a scale compute on int8, all
 * others in float32. Such a product gives int8 if each of its readers is one that takes it with one and the same scale,
 * else float32, with bias and activation in float32 (rule C10).
 */
final class PlanCpuInt8 {
    private PlanCpuInt8() {}

    static Int8Plan of(ScaledGraph graph, Notes notes) {
        var integers = new HashSet<String>();
        for (var node : graph.graph().nodes()) {
            if (!ProductScales.isProduct(node) || graph.stored(node.input(1)).isEmpty()) {
                continue;
            }
            var refusal = Int8Rules.refusal(graph, node)
                    .or(() -> graph.scale(node.input(0)).isPresent()
                            ? Optional.empty()
                            : Optional.of("no quantizer gives its input "
                                    + graph.origin(node.input(0)).name() + " a scale"));
            refusal.ifPresentOrElse(
                    reason -> notes.add(node.label() + ": stays float32, " + reason), () -> integers.add(node.name()));
        }
        var scales = new HashMap<String, Float>();
        for (var node : graph.graph().nodes()) {
            if (integers.contains(node.name()) && staysInt8(graph, node.output(), integers)) {
                scales.put(
                        node.output().name(),
                        graph.requests(node.output()).iterator().next());
            }
        }
        return new Int8Plan(scales, integers);
    }

    private static boolean staysInt8(ScaledGraph graph, Value tensor, Set<String> integers) {
        return !graph.isSeen(tensor)
                && graph.requests(tensor).size() == 1
                && graph.readers(tensor).stream().allMatch(r -> takes(graph, r, tensor, integers));
    }

    private static boolean takes(ScaledGraph graph, Node reader, Value tensor, Set<String> integers) {
        return integers.contains(reader.name())
                && graph.origin(reader.input(0)).name().equals(tensor.name())
                && graph.scale(reader.input(0)).isPresent();
    }
}
