package dev.touchstone.pass;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Dequantize;
import dev.touchstone.tensor.Quantization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How completely a source graph is quantized, before anything is compiled: what {@code inspect} prints.
 *
 * @param tensors the inputs and computed real tensors in the graph's order, after fusion
 * @param weights the constants that are int8
 * @param breaks the operators that stay float32 in FULL_INT8, and why
 * @param batchNorms the nodes that normalise at run time, because no convolution could take them
 * @param notes what the passes noticed: thresholds of 0, disagreeing readers, fusions refused
 */
public record QuantizationReport(
        List<TensorScale> tensors,
        List<Weight> weights,
        List<Break> breaks,
        List<String> batchNorms,
        List<String> notes) {
    /** Copies the lists. */
    public QuantizationReport {
        tensors = List.copyOf(tensors);
        weights = List.copyOf(weights);
        breaks = List.copyOf(breaks);
        batchNorms = List.copyOf(batchNorms);
        notes = List.copyOf(notes);
    }

    /**
     * A tensor and its scale.
     *
     * @param scale null if there is none
     * @param source {@code reader}, {@code recorded}, {@code inferred} or {@code none}
     */
    public record TensorScale(String tensor, @Nullable Float scale, String source) {}

    /**
     * An int8 constant.
     *
     * @param scales number of scales: 1, or one for each channel
     * @param hasMinus128 whether a code is -128, which some devices refuse
     */
    public record Weight(String name, int scales, boolean hasMinus128) {
        /** True if each channel has its own scale. */
        public boolean isPerChannel() {
            return scales > 1;
        }
    }

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
        var weights = new ArrayList<Weight>();
        var breaks = new ArrayList<Break>();
        var batchNorms = new ArrayList<String>();
        scaled.graph().inputs().forEach(v -> tensors.add(tensor(v, scales)));
        for (var node : scaled.graph().nodes()) {
            if (ScaledGraph.isScale(node)) {
                weight(node, weights);
                continue;
            }
            node.outputs().stream().filter(v -> v.type().isFloat()).forEach(v -> tensors.add(tensor(v, scales)));
            PlanFullInt8.refusal(scaled, node, plain)
                    .ifPresent(reason ->
                            breaks.add(new Break(node.name(), node.operator().name(), reason)));
            if (node.operator() instanceof BatchNorm) {
                batchNorms.add(node.name());
            }
        }
        return new QuantizationReport(tensors, weights, breaks, batchNorms, notes.list());
    }

    private static TensorScale tensor(Value value, Map<String, TensorScales.Scale> scales) {
        var scale = scales.get(value.name());
        return scale == null
                ? new TensorScale(value.name(), null, "none")
                : new TensorScale(
                        value.name(), scale.scale(), scale.source().name().toLowerCase(Locale.ROOT));
    }

    private static void weight(Node node, List<Weight> weights) {
        if (!(node.operator() instanceof Dequantize) || !node.input(0).isConstant()) {
            return;
        }
        var constant = node.input(0);
        boolean hasMinus128 = false;
        for (byte code : Codes.tensor(constant).toBytes()) {
            hasMinus128 |= code == Byte.MIN_VALUE;
        }
        int scales = constant.type().quantization() instanceof Quantization.PerChannel p
                ? p.scales().size()
                : 1;
        weights.add(new Weight(constant.name(), scales, hasMinus128));
    }

    /** True if every operator has what int8 needs. */
    public boolean isComplete() {
        return breaks.isEmpty();
    }
}
