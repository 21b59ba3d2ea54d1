package dev.touchstone.pass;

import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.ArgMax;
import dev.touchstone.pass.TensorScales.Scale;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * FULL_INT8: every operator computes on int8 that has an int8 rule and scales on its inputs and outputs. The others stay
 * float32, with a note; a convolution or matrix product without an output scale gives float32.
 */
final class PlanFullInt8 {
    private PlanFullInt8() {}

    static Int8Plan of(ScaledGraph graph, Notes notes) {
        var known = TensorScales.of(graph, notes);
        var scales = new HashMap<String, Float>();
        known.forEach((tensor, scale) -> scales.put(tensor, scale.scale()));
        var integers = new HashSet<String>();
        for (var node : graph.graph().nodes()) {
            if (ScaledGraph.isScale(node)) {
                continue;
            }
            var refusal = refusal(graph, node, scales);
            if (refusal.isEmpty()) {
                integers.add(node.name());
                noteInferred(graph, node, known, notes);
            } else if (touchesScales(graph, node, scales)) {
                notes.add(node.label() + ": stays float32, " + refusal.get());
            }
        }
        return new Int8Plan(scales, integers);
    }

    private static void noteInferred(ScaledGraph graph, Node node, Map<String, Scale> known, Notes notes) {
        Stream.concat(
                        node.inputs().stream()
                                .filter(v -> graph.scale(v).isEmpty())
                                .map(graph::origin),
                        node.outputs().stream())
                .map(Value::name)
                .filter(known::containsKey)
                .forEach(name -> {
                    var scale = Objects.requireNonNull(known.get(name));
                    if (scale.source() == TensorScales.Source.INFERRED) {
                        notes.add("tensor " + name + ": no scale is recorded; " + scale.scale() + " is inferred from "
                                + scale.from());
                    }
                });
    }

    /** Why a node stays float32; empty if it becomes int8. */
    static Optional<String> refusal(ScaledGraph graph, Node node, Map<String, Float> scales) {
        var rule = Int8Rules.refusal(graph, node);
        if (rule.isPresent()) {
            return rule;
        }
        var missing = Int8Rules.activations(node)
                .mapToObj(node::input)
                .filter(v -> !graph.isConstant(v)
                        && graph.scale(v).isEmpty()
                        && !scales.containsKey(graph.origin(v).name()))
                .map(v -> graph.origin(v).name())
                .distinct()
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            return Optional.of("no scale is known for " + missing);
        }
        if (ProductScales.isProduct(node) || node.operator() instanceof ArgMax) {
            return Optional.empty();
        }
        var without = node.outputs().stream()
                .filter(v -> !scales.containsKey(v.name()))
                .map(Value::name)
                .collect(Collectors.joining(", "));
        return without.isEmpty() ? Optional.empty() : Optional.of("no scale is known for " + without);
    }

    private static boolean touchesScales(ScaledGraph graph, Node node, Map<String, Float> scales) {
        return node.inputs().stream()
                        .anyMatch(v -> scales.containsKey(graph.origin(v).name()))
                || node.outputs().stream().anyMatch(v -> scales.containsKey(v.name()));
    }
}
