package dev.touchstone.paddle.opt;

import dev.touchstone.TouchstoneException;
import dev.touchstone.graph.Graph;
import dev.touchstone.paddle.lowering.PaddleModel;
import dev.touchstone.paddle.program.Op;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.pass.Pipeline;
import dev.touchstone.pass.Precision;
import dev.touchstone.pass.QuantizationReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which operators a neural processor can take: by their type, and by their scales, since it computes in int8. Attributes
 * and shapes are looked at by the backend when the model runs.
 */
final class NeuralProcessor {
    private final PartitionFile partition;
    private final Map<String, String> breaks = new HashMap<>();
    private String general = "";

    /** Looks at the scales of a program, with open extents of its inputs set to 1. */
    NeuralProcessor(Program program, PartitionFile partition) {
        this.partition = partition;
        try {
            var graph = PaddleModel.of(program, Optional.empty()).graph();
            inspect(graph);
        } catch (TouchstoneException e) {
            general = "its scales cannot be found out: " + e.getMessage();
        }
    }

    private void inspect(Graph graph) {
        if (Pipeline.recommended(graph) == Precision.FLOAT) {
            general = "the model is not quantized, and a neural processor computes in int8";
            return;
        }
        QuantizationReport.of(graph).breaks().forEach(b -> breaks.put(b.node(), b.reason()));
    }

    /** Why an operator must stay on the processor; empty if it need not. */
    Optional<String> refusal(Op op) {
        if (!Target.RKNPU.operators().contains(op.type())) {
            return Optional.of("rknpu has no operator of type " + op.type());
        }
        var excluded = partition.match(op);
        if (excluded.isPresent()) {
            return Optional.of("excluded by '" + excluded.get() + "' of the partition file");
        }
        if (!general.isEmpty()) {
            return Optional.of(general);
        }
        return op.outputs().values().stream()
                .flatMap(List::stream)
                .map(breaks::get)
                .filter(reason -> reason != null)
                .findFirst();
    }
}
