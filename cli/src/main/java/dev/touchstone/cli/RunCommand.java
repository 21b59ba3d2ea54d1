package dev.touchstone.cli;

import dev.touchstone.cli.file.UserFileException;
import dev.touchstone.cli.tensor.FillPattern;
import dev.touchstone.cli.tensor.Npy;
import dev.touchstone.cli.tensor.TensorFiles;
import dev.touchstone.cli.tensor.TensorSummary;
import dev.touchstone.cli.text.CFormat;
import dev.touchstone.cli.text.Json;
import dev.touchstone.model.Endpoint;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code touchstone run}: any model, tensors in, tensors out. */
final class RunCommand implements Options, Runnable {
    private final ModelOptions modelOptions = new ModelOptions();
    private Map<String, Path> files = Map.of();
    private final ShapeOptions shapes = new ShapeOptions();
    private @Nullable Path directory;
    private final ExecutionOptions execution = new ExecutionOptions();
    private final OutputOptions output = new OutputOptions();

    @Override
    public void declare(Syntax syntax) {
        syntax.description(
                        "Runs a model once and prints name, type, smallest, mean and largest element and SHA-256 of"
                                + " each output. With --output-dir each output also goes to an .npy file of its name,"
                                + " in which '/' becomes '_'.",
                        "",
                        "Inputs come from .npy files (as numpy.save writes them) or from files of bare little-endian"
                                + " elements. An input without a file is filled with pseudo-random numbers that depend"
                                + " on its name only, so that two runs anywhere can be compared: SplitMix64, seeded"
                                + " with the FNV-1a hash of the name; float32 from -1 to 1, int8 from -127 to 127,"
                                + " uint8 from 0 to 255, int32 and int64 from 0 to 15.",
                        "",
                        "The SHA-256 is that of the elements as an .npy file holds them after its header.")
                .footer(
                        "  touchstone run --model DIR",
                        "  touchstone run --model DIR --input image=cat.npy --output-dir out",
                        "  touchstone run --model DIR --shape image=8x3x224x224")
                .with(modelOptions)
                .add(Argument.mapOf(String.class, Path.class, "-i", "--input")
                        .label("NAME=FILE")
                        .text("Elements of one input; the model's inputs are listed by 'touchstone inspect'.")
                        .to(v -> files = v))
                .with(shapes)
                .add(Argument.of(Path.class, "-o", "--output-dir")
                        .label("DIR")
                        .text("Where to write the outputs; made if it is not there.")
                        .to(v -> directory = v))
                .with(execution)
                .with(output);
    }

    @Override
    public void run() {
        var model = modelOptions.read(output, execution.compiled(output));
        ShapeOptions.requireInputs(output, model, "--input", files.keySet());
        shapes.check(output, model);
        var inputs = new LinkedHashMap<String, Tensor>();
        model.inputs().forEach(i -> inputs.put(i.name(), tensor(i)));
        try (var session = execution.open(model, output)) {
            Map<String, Tensor> results;
            try (var _ = output.progress("running " + model.name())) {
                results = session.run(inputs).asMap();
            }
            ExecutionOptions.noteFallback(session, output);
            write(results);
            output.print(
                    () -> lines(results),
                    () -> Json.object()
                            .with("model", model.name())
                            .with("precision", ExecutionOptions.name(session.precision()))
                            .with("inputs", inputs.entrySet(), e -> json(e.getKey(), e.getValue()))
                            .with("outputs", results.entrySet(), e -> json(e.getKey(), e.getValue())));
        }
    }

    private Tensor tensor(Endpoint input) {
        var file = files.get(input.name());
        var type = TensorType.of(input.dataType(), shape(input, file));
        return file == null ? FillPattern.fill(input.name(), type) : TensorFiles.read(file, type);
    }

    /** As the user says, else as the file says, else as declared with open extents set to 1. */
    private Shape shape(Endpoint input, @Nullable Path file) {
        return shapes.of(input)
                .or(() -> file == null ? Optional.empty() : TensorFiles.shape(file))
                .orElseGet(() -> ShapeOptions.declared(input));
    }

    private void write(Map<String, Tensor> results) {
        if (directory == null) {
            return;
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UserFileException(directory, "cannot be made (" + e.getMessage() + ")", e);
        }
        var written = new LinkedHashMap<String, String>();
        for (var result : results.entrySet()) {
            var file = fileName(result.getKey());
            var other = written.put(file, result.getKey());
            if (other != null) {
                throw new UserFileException(
                        directory.resolve(file), "would hold both outputs " + other + " and " + result.getKey());
            }
            Npy.write(directory.resolve(file), result.getValue());
        }
    }

    /** A file's name for an output's name, which may hold what no file name may. */
    static String fileName(String output) {
        return output.replaceAll("[/\\\\\\p{Cntrl}]", "_") + ".npy";
    }

    private static List<String> lines(Map<String, Tensor> results) {
        var lines = new ArrayList<String>();
        for (var result : results.entrySet()) {
            var summary = TensorSummary.of(result.getValue());
            lines.add(result.getKey() + ": " + result.getValue().type());
            lines.add("  min " + CFormat.general(summary.min(), 7) + ", mean " + CFormat.general(summary.mean(), 7)
                    + ", max " + CFormat.general(summary.max(), 7));
            lines.add("  sha256 " + summary.sha256());
        }
        return lines;
    }

    private static Json json(String name, Tensor tensor) {
        var summary = TensorSummary.of(tensor);
        return Json.object()
                .with("name", name)
                .with("type", tensor.type().dataType().toString())
                .with(
                        "shape",
                        Json.array(
                                Arrays.stream(tensor.shape().toArray()).boxed().toList(), Json::of))
                .with("min", summary.min())
                .with("mean", summary.mean())
                .with("max", summary.max())
                .with("sha256", summary.sha256());
    }
}
