package dev.touchstone.cli;

import dev.touchstone.TouchstoneException;
import dev.touchstone.cli.text.Json;
import dev.touchstone.graph.Graph;
import dev.touchstone.model.Model;
import dev.touchstone.pass.Pipeline;
import dev.touchstone.pass.QuantizationReport;
import dev.touchstone.runtime.Placement;
import dev.touchstone.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code touchstone inspect}: what a model is, and how it would run, without running it. */
final class InspectCommand implements Options, Runnable {
    private final ModelOptions modelOptions = new ModelOptions();
    private final ShapeOptions shapes = new ShapeOptions();
    private boolean scales;
    private boolean placement;
    private boolean graph;
    private boolean dot;
    private final ExecutionOptions execution = new ExecutionOptions();
    private final OutputOptions output = new OutputOptions();

    @Override
    public void declare(Syntax syntax) {
        syntax.description(
                        "Prints a model's inputs, outputs, operators and parameters; how completely it is quantized,"
                                + " that is, which operators a neural processor could not compute in int8 and why; and"
                                + " which backend would run it. Nothing is run.",
                        "",
                        "With --graph or --dot, prints the graph instead: as the model's file says it, or with"
                                + " --precision as it would run.")
                .footer(
                        "  touchstone inspect --model DIR",
                        "  touchstone inspect --model DIR --placement --backend rknpu,reference",
                        "      node by node: which backend, and why not an earlier one",
                        "  touchstone inspect --model DIR --precision full-int8 --dot | dot -Tsvg > net.svg")
                .with(modelOptions)
                .with(shapes)
                .add(Argument.flag("--scales")
                        .text("Also print the scale of each tensor and where it comes from.")
                        .to(v -> scales = v))
                .add(Argument.flag("--placement")
                        .text("Also print which backend would run each node, and why no earlier one.")
                        .to(v -> placement = v))
                .oneOf(
                        Argument.flag("--graph")
                                .text("Print the graph as text, and nothing else.")
                                .to(v -> graph = v),
                        Argument.flag("--dot")
                                .text("Print the graph for Graphviz, and nothing else.")
                                .to(v -> dot = v))
                .with(execution)
                .with(output);
    }

    @Override
    public void run() {
        var model = modelOptions.read(output);
        shapes.check(output, model);
        var wanted = new LinkedHashMap<String, Shape>();
        model.inputs().forEach(i -> shapes.of(i).ifPresent(s -> wanted.put(i.name(), s)));
        var source = model.graph(wanted);
        if (graph || dot) {
            printGraph(source);
            return;
        }
        var inspection = new Inspection(
                model, source, Pipeline.recommended(source), quantization(source), placement(model, wanted));
        output.print(() -> inspection.lines(scales, placement), inspection::toJson);
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

    private static Finding<QuantizationReport> quantization(Graph source) {
        try {
            return new Finding.Found<>(QuantizationReport.of(source));
        } catch (TouchstoneException e) {
            return new Finding.Fault<>(String.valueOf(e.getMessage()));
        }
    }

    /** A model that cannot run here can still be looked at. */
    private Finding<Placement> placement(Model model, Map<String, Shape> wanted) {
        try (var session = execution.open(model, output)) {
            return new Finding.Found<>(session.placement(wanted));
        } catch (TouchstoneException e) {
            return new Finding.Fault<>(String.valueOf(e.getMessage()));
        }
    }
}
