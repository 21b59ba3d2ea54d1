package dev.touchstone.cli;

import dev.touchstone.TouchstoneException;
import dev.touchstone.cli.text.Json;
import dev.touchstone.cli.text.Wrap;
import dev.touchstone.graph.Graph;
import dev.touchstone.model.Endpoint;
import dev.touchstone.model.Model;
import dev.touchstone.pass.Pipeline;
import dev.touchstone.pass.Precision;
import dev.touchstone.pass.QuantizationReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code touchstone inspect}: what a model is, before it runs. */
@Command(
        name = "inspect",
        header = "Say what a model takes, gives and consists of.",
        description = {
            "Prints inputs, outputs, operators, parameters, and how completely the model is quantized: which tensors"
                    + " lack a scale and so break the int8 part of a neural processor.",
            "",
            "With --graph or --dot, the graph: as the file says it, or with --precision as it will run."
        },
        footer = {
            "  touchstone inspect --model DIR",
            "  touchstone inspect --model DIR --placement",
            "  touchstone inspect --model DIR --precision full-int8 --dot | dot -Tsvg > net.svg"
        })
final class InspectCommand implements Runnable {
    @Mixin
    private final ModelOptions modelOptions = new ModelOptions();

    @Option(names = "--graph", description = "Print the graph as text instead.")
    private boolean graph;

    @Option(names = "--dot", description = "Print the graph for Graphviz instead.")
    private boolean dot;

    @Option(names = "--scales", description = "Also print the scale of each tensor and where it comes from.")
    private boolean scales;

    @Option(names = "--placement", description = "Also print which backend runs each node, and why not another.")
    private boolean placement;

    @Mixin
    private final ExecutionOptions execution = new ExecutionOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public void run() {
        var model = modelOptions.read(output);
        var source = model.graph();
        if (graph || dot) {
            printGraph(source);
            return;
        }
        var report = report(source);
        var placed = placement ? placement(model) : List.<String>of();
        output.print(() -> lines(model, source, report, placed), () -> json(model, source, report, placed));
    }

    private void printGraph(Graph source) {
        var shown = execution
                .precision()
                .map(p -> Pipeline.prepare(source, p).graph())
                .orElse(source);
        var text = dot ? shown.toDot() : shown.toText();
        output.print(
                () -> text.stripTrailing().lines().toList(), () -> Json.object().with(dot ? "dot" : "graph", text));
    }

    /** The report, or why there can be none. */
    private record Quantization(Precision recommended, Optional<QuantizationReport> report, String fault) {}

    private static Quantization report(Graph source) {
        var recommended = Pipeline.recommended(source);
        try {
            return new Quantization(recommended, Optional.of(QuantizationReport.of(source)), "");
        } catch (TouchstoneException e) {
            return new Quantization(recommended, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private List<String> placement(Model model) {
        try (var session = execution.open(model, output)) {
            return session.placement().toString().lines().toList();
        }
    }

    private List<String> lines(Model model, Graph source, Quantization quantization, List<String> placed) {
        var lines = new ArrayList<String>();
        lines.add(model.name() + " (" + model.format() + ")");
        model.inputs().forEach(e -> lines.add("input   " + e));
        model.outputs().forEach(e -> lines.add("output  " + e));
        var statistics = model.statistics();
        lines.add("parameters  " + statistics.parameters() + " tensors, " + statistics.parameterElements()
                + " elements, " + statistics.parameterBytes() + " bytes");
        lines.addAll(Wrap.lines("operators  ", 4, counts(statistics.operators())));
        lines.addAll(Wrap.lines(
                "graph  ",
                4,
                counts(source.nodes().stream()
                        .collect(Collectors.groupingBy(
                                n -> n.operator().name(), java.util.TreeMap::new, Collectors.summingInt(n -> 1))))));
        lines.add("precision  " + ExecutionOptions.name(quantization.recommended()) + " (what suits this model)");
        if (quantization.recommended() == Precision.FLOAT) {
            lines.add("quantization  none");
        } else {
            quantization
                    .report()
                    .ifPresentOrElse(
                            r -> lines.addAll(quantization(r)),
                            () -> lines.addAll(Wrap.lines("quantization  ", 4, quantization.fault())));
        }
        model.warnings().forEach(w -> lines.addAll(Wrap.lines("warning  ", 4, w)));
        lines.addAll(placed);
        return lines;
    }

    private List<String> quantization(QuantizationReport report) {
        var lines = new ArrayList<String>();
        long without = report.tensors().stream().filter(t -> t.scale() == null).count();
        lines.add("quantization  " + report.tensors().size() + " tensors, " + without + " without a scale; "
                + (report.isComplete()
                        ? "every operator can compute on int8"
                        : report.breaks().size() + " operators stay float32:"));
        report.breaks()
                .forEach(b -> lines.addAll(Wrap.lines("  ", 6, b.node() + " (" + b.operator() + "): " + b.reason())));
        report.notes().forEach(n -> lines.addAll(Wrap.lines("note  ", 4, n)));
        if (scales) {
            report.tensors()
                    .forEach(t -> lines.addAll(Wrap.lines(
                            "scale  ",
                            4,
                            t.tensor() + ": " + (t.scale() == null ? "none" : t.scale() + " (" + t.source() + ")"))));
        }
        return lines;
    }

    private static String counts(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    private static Json json(Model model, Graph source, Quantization quantization, List<String> placed) {
        var operators = Json.object();
        model.statistics().operators().forEach((name, count) -> operators.with(name, (long) count));
        var object = Json.object()
                .with("model", model.name())
                .with("format", model.format())
                .with("inputs", model.inputs(), InspectCommand::json)
                .with("outputs", model.outputs(), InspectCommand::json)
                .with("operators", operators)
                .with("nodes", source.nodes().size())
                .with("parameters", model.statistics().parameters())
                .with("parameterElements", model.statistics().parameterElements())
                .with("parameterBytes", model.statistics().parameterBytes())
                .with("precision", ExecutionOptions.name(quantization.recommended()))
                .with("warnings", model.warnings(), Json::of)
                .with("placement", placed, Json::of);
        quantization
                .report()
                .ifPresentOrElse(
                        r -> object.with(
                                "quantization",
                                Json.object()
                                        .with("complete", r.isComplete())
                                        .with(
                                                "tensors",
                                                r.tensors(),
                                                t -> Json.object()
                                                        .with("tensor", t.tensor())
                                                        .with(
                                                                "scale",
                                                                t.scale() == null
                                                                        ? Json.of((String) null)
                                                                        : Json.of((float) t.scale()))
                                                        .with("source", t.source()))
                                        .with(
                                                "breaks",
                                                r.breaks(),
                                                b -> Json.object()
                                                        .with("node", b.node())
                                                        .with("operator", b.operator())
                                                        .with("reason", b.reason()))
                                        .with("notes", r.notes(), Json::of)),
                        () -> object.with("quantizationFault", quantization.fault()));
        return object;
    }

    private static Json json(Endpoint endpoint) {
        return Json.object()
                .with("name", endpoint.name())
                .with("type", endpoint.dataType().toString())
                .with("extents", endpoint.extents(), e -> Json.of((long) e));
    }
}
