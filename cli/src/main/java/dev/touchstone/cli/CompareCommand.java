package dev.touchstone.cli;

import dev.touchstone.TouchstoneException;
import dev.touchstone.cli.file.UserFileException;
import dev.touchstone.cli.image.ImageTensors;
import dev.touchstone.cli.tensor.FillPattern;
import dev.touchstone.cli.tensor.TensorFiles;
import dev.touchstone.model.Endpoint;
import dev.touchstone.model.Model;
import dev.touchstone.model.ModelLimits;
import dev.touchstone.model.Models;
import dev.touchstone.pass.Precision;
import dev.touchstone.runtime.Backends;
import dev.touchstone.runtime.SessionOptions;
import dev.touchstone.runtime.compare.Comparer;
import dev.touchstone.runtime.compare.ModelComparison;
import dev.touchstone.runtime.compare.Way;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** {@code touchstone compare}: where do two ways of computing differ, and whose fault is it? */
final class CompareCommand implements Options, Runnable {
    private final ModelOptions modelOptions = new ModelOptions();
    private @Nullable Path otherModel;
    private List<String> backends = List.of(Backends.REFERENCE);
    private List<String> otherBackends = List.of();
    private @Nullable Precision precision;
    private @Nullable Precision otherPrecision;
    private List<Path> images = List.of();
    private Map<String, Path> files = Map.of();
    private final ShapeOptions shapes = new ShapeOptions();
    private @Nullable Path html;
    private final OutputOptions output = new OutputOptions();

    @Override
    public void declare(Syntax syntax) {
        syntax.description(
                        "Runs a model two ways - backends, precision or model file - on the same inputs and compares"
                                + " every tensor that both compute. Then each node of the second way runs once more"
                                + " alone, fed with the first way's tensors (teacher forcing): a node that still"
                                + " differs is itself at fault, and one that does not has only passed an error on.",
                        "",
                        "The first way counts as right. What --other options do not say is as in the first way.")
                .footer(
                        "  touchstone compare --model DIR --backend reference --other-backend rknpu",
                        "  touchstone compare --model DIR --precision float --other-precision full-int8 \\",
                        "      --image cat.jpg --html report.html",
                        "  touchstone compare --model fp32 --other-model int8")
                .with(modelOptions)
                .add(Argument.of(Path.class, "--other-model")
                        .label("PATH")
                        .text("Model of the second way.")
                        .to(v -> otherModel = v))
                .add(Argument.listOf(String.class, "-b", "--backend")
                        .label("NAME")
                        .split(",")
                        .text("Backends of the first way, in order. Default: reference.")
                        .to(v -> backends = v))
                .add(Argument.listOf(String.class, "--other-backend")
                        .label("NAME")
                        .split(",")
                        .text("Backends of the second way, in order.")
                        .to(v -> otherBackends = v))
                .add(Argument.of(Precision.class, "-p", "--precision")
                        .label("PRECISION")
                        .converter(new ExecutionOptions.PrecisionConverter())
                        .candidates(new ExecutionOptions.PrecisionNames())
                        .text("Precision of the first way: float, cpu-int8 or full-int8. Default: what suits the"
                                + " model.")
                        .to(v -> precision = v))
                .add(Argument.of(Precision.class, "--other-precision")
                        .label("PRECISION")
                        .converter(new ExecutionOptions.PrecisionConverter())
                        .candidates(new ExecutionOptions.PrecisionNames())
                        .text("Precision of the second way.")
                        .to(v -> otherPrecision = v))
                .add(Argument.listOf(Path.class, "--image")
                        .label("FILE")
                        .text("Picture to run, once or several times; needs a model that says how pictures become"
                                + " inputs.")
                        .to(v -> images = v))
                .add(Argument.mapOf(String.class, Path.class, "-i", "--input")
                        .label("NAME=FILE")
                        .text("Elements of one input. Without pictures and files: numbers that depend on the name"
                                + " only.")
                        .to(v -> files = v))
                .with(shapes)
                .add(Argument.of(Path.class, "--html")
                        .label("FILE")
                        .text("Also write the comparison as one HTML page.")
                        .to(v -> html = v))
                .with(output);
    }

    @Override
    public void run() {
        var model = modelOptions.read(output);
        ShapeOptions.requireInputs(output, model, "--input", files.keySet());
        shapes.check(output, model);
        var first = way(model, backends, Optional.ofNullable(precision));
        var second = way(
                otherModel == null ? model : Models.read(otherModel, Optional.empty(), ModelLimits.defaults()),
                otherBackends.isEmpty() ? backends : otherBackends,
                Optional.ofNullable(otherPrecision == null ? precision : otherPrecision));
        ModelComparison found;
        try (var progress = output.progress("comparing " + first.label() + " with " + second.label())) {
            found = Comparer.compare(first, second, Backends.find(), inputs(model), progress::step);
        }
        if (html != null) {
            try {
                ComparePage.of(found).write(html);
            } catch (IOException e) {
                throw new UserFileException(html, "cannot be written (" + e.getMessage() + ")", e);
            }
        }
        output.print(() -> CompareText.lines(found), () -> CompareText.toJson(found));
    }

    private static Way way(Model model, List<String> backends, Optional<Precision> precision) {
        var options = SessionOptions.defaults().withBackends(backends);
        var label = model.name() + " on " + String.join(",", backends)
                + precision.map(p -> " in " + ExecutionOptions.name(p)).orElse("");
        return new Way(label, model, precision.map(options::withPrecision).orElse(options));
    }

    private List<List<Tensor>> inputs(Model model) {
        if (images.isEmpty()) {
            return List.of(model.inputs().stream().map(this::tensor).toList());
        }
        var profile = model.imageProfile()
                .orElseThrow(() -> new TouchstoneException(model.name() + ": nothing says how pictures become inputs;"
                        + " expected touchstone.properties beside the model, or tensors with --input"));
        if (model.inputs().size() != 1) {
            throw new ParameterException(
                    output.command(), "--image suits models with one input; this one takes " + model.inputs());
        }
        var inputs = new ArrayList<List<Tensor>>();
        images.forEach(file -> inputs.add(List.of(ImageTensors.read(file, profile))));
        return inputs;
    }

    private Tensor tensor(Endpoint input) {
        var file = files.get(input.name());
        var shape = shapes.of(input)
                .or(() -> file == null ? Optional.empty() : TensorFiles.shape(file))
                .orElseGet(() -> ShapeOptions.declared(input));
        var type = TensorType.of(input.dataType(), shape);
        return file == null ? FillPattern.fill(input.name(), type) : TensorFiles.read(file, type);
    }
}
