package dev.touchstone.pass;

import dev.touchstone.graph.Graph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How completely a source graph is quantized, before anything is compiled: what {@code inspect} prints.
 *
 * @param tensors the computed tensors in the graph's order, after fusion
 * @param breaks the operators that stay float32 in FULL_INT8, and why
 * @param notes what the passes noticed
 */
public record QuantizationReport(List<TensorScale> tensors, List<Break> breaks, List<String> notes) {
    /** Copies the lists. */
    public QuantizationReport {
        tensors = List.copyOf(tensors);
        breaks = List.copyOf(breaks);
        notes = List.copyOf(notes);
    }

    /**
     * A tensor and its scale.
     *
     * @param scale null if there is none
     * @param source {@code reader}, {@code recorded}, {@code inferred} or {@code none}
     */
    public record TensorScale(String tensor, @Nullable Float scale, String source) {}

    /** An operator that interrupts the int8 part. */
    public record Break(String node, String operator, String reason) {}

    /**
     * The report of a source graph.
     *
     * @throws dev.touchstone.TouchstoneException if int8 cannot express it at all; the message says why
     */
    public static QuantizationReport of(Graph source) {
        var notes = new Notes();
        var scaled = Pipeline.scaled(source, notes);
        var scales = TensorScales.of(scaled, notes);
        var plain = new HashMap<String, Float>();
        scales.forEach((tensor, scale) -> plain.put(tensor, scale.scale()));
        var tensors = new ArrayList<TensorScale>();
        var breaks = new ArrayList<Break>();
        for (var node : scaled.graph().nodes()) {
            if (ScaledGraph.isScale(node)) {
                continue;
            }
            for (var output : node.outputs()) {
                var scale = scales.get(output.name());
                tensors.add(
                        scale == null
                                ? new TensorScale(output.name(), null, "none")
                                : new TensorScale(
                                        output.name(),
                                        scale.scale(),
                                        scale.source().name().toLowerCase(java.util.Locale.ROOT)));
            }
            PlanFullInt8.refusal(scaled, node, plain)
                    .ifPresent(reason ->
                            breaks.add(new Break(node.name(), node.operator().name(), reason)));
        }
        return new QuantizationReport(tensors, breaks, notes.list());
    }

    /** True if every operator has what int8 needs. */
    public boolean isComplete() {
        return breaks.isEmpty();
    }
}
