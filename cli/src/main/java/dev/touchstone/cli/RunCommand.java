package dev.touchstone.cli;

import dev.touchstone.cli.file.InputFileException;
import dev.touchstone.cli.tensor.FillPattern;
import dev.touchstone.cli.tensor.Npy;
import dev.touchstone.cli.tensor.TensorFiles;
import dev.touchstone.cli.tensor.TensorSummary;
import dev.touchstone.cli.text.CFormat;
import dev.touchstone.cli.text.Json;
import dev.touchstone.model.Endpoint;
import dev.touchstone.model.Model;
import dev.touchstone.runtime.Session;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code touchstone run}: tensors in, tensors out. */
@Command(
        name = "run",
        header = "Run a model on tensors from files.",
        description = {
            "Reads inputs from .npy files or raw little-endian ones, runs the model once, and prints name, type, shape,"
                    + " smallest, mean and largest element and SHA-256 of each output.",
            "",
            "Inputs that are not given are filled with a fixed pattern that depends on the input's name and shape only,"
                    + " so that two machines can compare."
        },
        footer = {"  touchstone run --model DIR", "  touchstone run --model DIR --input image=x.npy --output-dir out"})
final class RunCommand implements Runnable {
    @Mixin
    private final ModelOptions modelOptions = new ModelOptions();

    @Option(
            names = {"-i", "--input"},
            paramLabel = "NAME=FILE",
            description = "Elements of an input; may be repeated.")
    private Map<String, Path> inputs = new LinkedHashMap<>();

    @Option(
            names = "--shape",
            paramLabel = "NAME=1x3x224x224",
            description = "Shape of an input whose size is open or whose file does not tell; may be repeated.")
    private Map<String, String> shapes = new LinkedHashMap<>();

    @Option(
            names = {"-o", "--output-dir"},
            paramLabel = "DIR",
            description = "Write each output to DIR/NAME.npy, a '/' in the name as '_'.")
    private @Nullable Path outputDirectory;

    @Mixin
    private final ExecutionOptions execution = new ExecutionOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    private record Result(String name, Tensor tensor, TensorSummary summary) {}

    @Override
    public void run() {
        var model = modelOptions.read(output);
        requireNames(model, inputs.keySet(), "--input");
        requireNames(model, shapes.keySet(), "--shape");
        var tensors = tensors(model);
        try (var session = execution.open(model, output)) {
            var results = new ArrayList<Result>();
            try (var _ = output.progress("running " + model.name())) {
                session.run(tensors)
                        .asMap()
                        .forEach((name, tensor) -> results.add(new Result(name, tensor, TensorSummary.of(tensor))));
            }
            write(results);
            ExecutionOptions.noteFallback(session, output);
            output.print(() -> lines(session, results), () -> json(session, results));
        }
    }

    private void requireNames(Model model, Iterable<String> names, String option) {
        var known = model.inputs().stream().map(Endpoint::name).toList();
        for (var name : names) {
            if (!known.contains(name)) {
                throw new ParameterException(
                        output.command(), option + " names '" + name + "'; the model's inputs are " + known);
            }
        }
    }

    private Map<String, Tensor> tensors(Model model) {
        var given = new LinkedHashMap<String, Shape>();
        inputs.forEach((name, file) -> TensorFiles.shape(file).ifPresent(shape -> given.put(name, shape)));
        shapes.forEach((name, text) -> given.put(name, shape(name, text)));
        var tensors = new LinkedHashMap<String, Tensor>();
        for (var value : model.graph(given).inputs()) {
            var file = inputs.get(value.name());
            tensors.put(
                    value.name(),
                    file == null ? FillPattern.fill(value.name(), value.type()) : TensorFiles.read(file, value.type()));
        }
        return tensors;
    }

    private Shape shape(String name, String text) {
        try {
            var parts = text.split("x", -1);
            var extents = new int[parts.length];
            for (int i = 0; i < parts.length; i++) {
                extents[i] = Integer.parseInt(parts[i]);
            }
            return Shape.of(extents);
        } catch (NumberFormatException e) {
            throw new ParameterException(
                    output.command(),
                    "--shape " + name + "=" + text + " is no shape; expected for example 1x3x224x224",
                    e);
        }
    }

    private void write(List<Result> results) {
        var directory = outputDirectory;
        if (directory == null) {
            return;
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new InputFileException(directory, "cannot be made a directory (" + e.getMessage() + ")", e);
        }
        for (var result : results) {
            Npy.write(directory.resolve(result.name().replace('/', '_') + ".npy"), result.tensor());
        }
    }

    private static List<String> lines(Session session, List<Result> results) {
        var lines = new ArrayList<String>();
        lines.add(session.model().name() + ", precision " + ExecutionOptions.name(session.precision()) + ", "
                + session.placement().summary());
        for (var result : results) {
            var s = result.summary();
            lines.add(result.name() + ": " + result.tensor().type());
            lines.add("  min " + CFormat.general(s.min(), 9) + "  mean " + CFormat.general(s.mean(), 9) + "  max "
                    + CFormat.general(s.max(), 9));
            lines.add("  sha256 " + s.sha256());
        }
        return lines;
    }

    private static Json json(Session session, List<Result> results) {
        return Json.object()
                .with("model", session.model().name())
                .with("precision", ExecutionOptions.name(session.precision()))
                .with("placement", session.placement().summary())
                .with(
                        "outputs",
                        results,
                        r -> Json.object()
                                .with("name", r.name())
                                .with("type", r.tensor().type().dataType().toString())
                                .with(
                                        "shape",
                                        new Json.Array(java.util.Arrays.stream(
                                                        r.tensor().shape().toArray())
                                                .<Json>mapToObj(e -> Json.of((long) e))
                                                .toList()))
                                .with("min", r.summary().min())
                                .with("mean", r.summary().mean())
                                .with("max", r.summary().max())
                                .with("sha256", r.summary().sha256()));
    }
}
