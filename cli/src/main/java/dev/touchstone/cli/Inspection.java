package dev.touchstone.cli;

import dev.touchstone.cli.text.Json;
import dev.touchstone.cli.text.Table;
import dev.touchstone.cli.text.Wrap;
import dev.touchstone.graph.Graph;
import dev.touchstone.model.Endpoint;
import dev.touchstone.model.ImageProfile;
import dev.touchstone.model.Model;
import dev.touchstone.pass.Precision;
import dev.touchstone.pass.QuantizationReport;
import dev.touchstone.runtime.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Everything that {@code inspect} says about a model.
 *
 * @param precision what suits it
 */
record Inspection(
        Model model,
        Graph source,
        Precision precision,
        Finding<QuantizationReport> quantization,
        Finding<Placement> placement) {
    private static final int INDENT = 14;

    /**
     * For reading.
     *
     * @param scales with the scale of each tensor
     * @param nodes with the backend of each node
     */
    List<String> lines(boolean scales, boolean nodes) {
        var lines = new ArrayList<String>();
        lines.addAll(entry("model", model.name() + " (" + model.format() + ")"));
        model.inputs().forEach(e -> lines.addAll(entry("input", e.toString())));
        model.outputs().forEach(e -> lines.addAll(entry("output", e.toString())));
        model.imageProfile().ifPresent(p -> lines.addAll(entry("picture", text(p))));
        var statistics = model.statistics();
        lines.addAll(entry(
                "parameters",
                String.format(
                        Locale.ROOT,
                        "%d tensors, %,d elements, %,d bytes",
                        statistics.parameters(),
                        statistics.parameterElements(),
                        statistics.parameterBytes())));
        lines.addAll(entry("precision", ExecutionOptions.name(precision) + " suits it"));
        lines.addAll(quantizationLines());
        lines.addAll(placementLines());
        model.warnings().forEach(w -> lines.addAll(entry("warning", w)));
        lines.add("");
        lines.addAll(operators().lines());
        if (scales) {
            lines.add("");
            lines.addAll(scaleLines());
        }
        if (nodes) {
            lines.add("");
            lines.addAll(nodeLines());
        }
        return lines;
    }

    private static List<String> entry(String title, String text) {
        return Wrap.lines(title + " ".repeat(INDENT - title.length()), INDENT, text);
    }

    private static String text(ImageProfile profile) {
        return (profile.channels() == 1 ? "grey, " : "colour, ") + profile.height() + " x " + profile.width()
                + ", mean "
                + profile.mean() + ", std " + profile.std() + ", "
                + profile.resize().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", "
                + profile.labels().size() + " labels";
    }

    private Table operators() {
        var table = new Table(Table.right("count"), Table.left("operator"));
        model.statistics().operators().forEach((name, count) -> table.row(Integer.toString(count), name));
        return table;
    }

    private List<String> quantizationLines() {
        return switch (quantization) {
            case Finding.Fault<QuantizationReport> f -> entry("quantization", "not possible: " + f.message());
            case Finding.Found<QuantizationReport> f
            when precision == Precision.FLOAT -> entry("quantization", "none: the model is float32");
            case Finding.Found<QuantizationReport> f -> {
                var report = f.value();
                var lines = new ArrayList<>(entry("quantization", summary(report)));
                for (var gap : report.breaks()) {
                    lines.addAll(entry("", "- " + gap.node() + " (" + gap.operator() + "): " + gap.reason()));
                }
                report.notes().forEach(n -> lines.addAll(entry("note", n)));
                yield lines;
            }
        };
    }

    private static String summary(QuantizationReport report) {
        long without = report.tensors().stream().filter(t -> t.scale() == null).count();
        var tensors = report.tensors().size() + " tensors, "
                + (without == 0 ? "each with a scale; " : without + " without a scale; ");
        return tensors
                + (report.isComplete()
                        ? "complete: every operator can compute in int8"
                        : "incomplete: " + report.breaks().size()
                                + " operators stay float32 and interrupt what a neural processor can run:");
    }

    private List<String> placementLines() {
        return switch (placement) {
            case Finding.Fault<Placement> f -> entry("placement", "not possible: " + f.message());
            case Finding.Found<Placement> f -> entry("placement", f.value().summary());
        };
    }

    private List<String> scaleLines() {
        var table = new Table(Table.right("scale"), Table.left("source"), Table.shrinking("tensor"));
        if (quantization instanceof Finding.Found<QuantizationReport> f) {
            f.value()
                    .tensors()
                    .forEach(t -> table.row(t.scale() == null ? "-" : t.scale().toString(), t.source(), t.tensor()));
        }
        return table.lines();
    }

    private List<String> nodeLines() {
        if (!(placement instanceof Finding.Found<Placement>(var placed))) {
            return List.of();
        }
        var table = new Table(
                Table.right("subgraph"), Table.left("backend"), Table.left("operator"), Table.shrinking("node"));
        placed.rows().forEach(r -> table.row(Integer.toString(r.part()), r.backend(), r.operator(), r.node()));
        var lines = new ArrayList<>(table.lines());
        if (!placed.fallbacks().isEmpty()) {
            lines.add("");
            lines.add("Not on the first backend, because:");
        }
        for (var row : placed.fallbacks()) {
            for (var refusal : row.refusals()) {
                lines.addAll(Wrap.lines("- ", 4, row.node() + " (" + row.operator() + "): " + refusal));
            }
        }
        return lines;
    }

    /** For programs: everything, whatever was asked for. */
    Json toJson() {
        var operators = Json.object();
        model.statistics().operators().forEach((name, count) -> operators.with(name, (long) count));
        return Json.object()
                .with("model", model.name())
                .with("format", model.format())
                .with("inputs", model.inputs(), Inspection::json)
                .with("outputs", model.outputs(), Inspection::json)
                .with("operators", operators)
                .with("nodes", source.nodes().size())
                .with("parameters", model.statistics().parameters())
                .with("parameterElements", model.statistics().parameterElements())
                .with("parameterBytes", model.statistics().parameterBytes())
                .with("precision", ExecutionOptions.name(precision))
                .with("warnings", model.warnings(), Json::of)
                .with("quantization", quantizationJson())
                .with("placement", placementJson());
    }

    private static Json json(Endpoint endpoint) {
        return Json.object()
                .with("name", endpoint.name())
                .with("type", endpoint.dataType().toString())
                .with("extents", endpoint.extents(), Json::of);
    }

    private Json quantizationJson() {
        return switch (quantization) {
            case Finding.Fault<QuantizationReport> f -> Json.object().with("fault", f.message());
            case Finding.Found<QuantizationReport>(var report) ->
                Json.object()
                        .with("complete", report.isComplete())
                        .with(
                                "breaks",
                                report.breaks(),
                                b -> Json.object()
                                        .with("node", b.node())
                                        .with("operator", b.operator())
                                        .with("reason", b.reason()))
                        .with(
                                "tensors",
                                report.tensors(),
                                t -> Json.object()
                                        .with("tensor", t.tensor())
                                        .with("scale", t.scale() == null ? Json.of((String) null) : Json.of(t.scale()))
                                        .with("source", t.source()))
                        .with("notes", report.notes(), Json::of);
        };
    }

    private Json placementJson() {
        return switch (placement) {
            case Finding.Fault<Placement> f -> Json.object().with("fault", f.message());
            case Finding.Found<Placement>(var placed) ->
                Json.object()
                        .with("backends", placed.backends(), Json::of)
                        .with("subgraphs", placed.parts().size())
                        .with("transfers", placed.transfers().size())
                        .with(
                                "nodes",
                                placed.rows(),
                                r -> Json.object()
                                        .with("node", r.node())
                                        .with("operator", r.operator())
                                        .with("backend", r.backend())
                                        .with("subgraph", r.part())
                                        .with(
                                                "refusals",
                                                r.refusals(),
                                                f -> Json.object()
                                                        .with("backend", f.backend())
                                                        .with("code", f.reason().code())
                                                        .with(
                                                                "reason",
                                                                f.reason().toString())));
        };
    }
}
