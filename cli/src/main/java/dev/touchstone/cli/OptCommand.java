package dev.touchstone.cli;

import dev.touchstone.cli.text.Json;
import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.PaddlePrograms;
import dev.touchstone.paddle.PaddleWriter;
import dev.touchstone.paddle.opt.Optimized;
import dev.touchstone.paddle.opt.Optimizer;
import dev.touchstone.paddle.opt.PartitionFile;
import dev.touchstone.paddle.opt.Target;
import dev.touchstone.paddle.program.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** {@code touchstone opt}: Paddle Lite's {@code opt}, with its options. */
final class OptCommand implements Options, Runnable {
    /** By which Paddle Lite finds a partition file. */
    private static final List<String> PARTITION_VARIABLES =
            List.of("SUBGRAPH_CUSTOM_PARTITION_CONFIG_FILE", "SUBGRAPH_PARTITION_CONFIG_FILE");

    private @Nullable Path modelDir;
    private @Nullable Path modelFile;
    private @Nullable Path paramFile;
    private String outType = "naive_buffer";
    private @Nullable Path out;
    private String validTargets = "arm";
    private @Nullable Path partitionFile;
    private boolean printAllOps;
    private boolean printSupportedOps;
    private boolean printModelOps;
    private final OutputOptions output = new OutputOptions();

    @Override
    public void declare(Syntax syntax) {
        syntax.description(
                        "Reads a Paddle model or a .nb file, decides which operators a neural processor is to run, and"
                                + " writes the model with these marks: as one .nb file or as a Paddle program. Options"
                                + " are those of Paddle Lite's opt. Nothing is compiled for a device: that happens when"
                                + " the model runs, on the backend that it is marked for by default.",
                        "",
                        "With one of the --print options, prints and writes nothing.")
                .footer(
                        "  touchstone opt --model_dir DIR --valid_targets=rknpu,arm --optimize_out net",
                        "      writes net.nb; then: touchstone classify --model net.nb --image cat.jpg",
                        "  touchstone opt --model_file m.pdmodel --param_file m.pdiparams \\",
                        "      --optimize_out_type=protobuf --optimize_out net",
                        "      writes net/model and net/params")
                .add(Argument.of(Path.class, "--model_dir")
                        .label("DIR")
                        .text("Directory of the model, or a .nb file.")
                        .to(v -> modelDir = v))
                .add(Argument.of(Path.class, "--model_file")
                        .label("FILE")
                        .text("Program file; needs --param_file.")
                        .to(v -> modelFile = v))
                .add(Argument.of(Path.class, "--param_file")
                        .label("FILE")
                        .text("File with all parameters.")
                        .to(v -> paramFile = v))
                .add(Argument.of(String.class, "--optimize_out_type")
                        .label("TYPE")
                        .text("naive_buffer: one file OUT.nb (default). protobuf: OUT/model and OUT/params.")
                        .to(v -> outType = v))
                .add(Argument.of(Path.class, "--optimize_out")
                        .label("OUT")
                        .text("What to write, without suffix.")
                        .to(v -> out = v))
                .add(Argument.of(String.class, "--valid_targets")
                        .label("TARGETS")
                        .text("Where the model is to run: arm (default), or rknpu,arm.")
                        .to(v -> validTargets = v))
                .add(Argument.of(Path.class, "--subgraph_partition_config_file")
                        .label("FILE")
                        .text("Operators that are not for the neural processor, in Paddle Lite's form:"
                                + " TYPE:INPUTS:OUTPUTS a line. Default: what the environment variable"
                                + " SUBGRAPH_CUSTOM_PARTITION_CONFIG_FILE names.")
                        .to(v -> partitionFile = v))
                .add(Argument.of(boolean.class, "--print_all_ops")
                        .label("<printAllOps>")
                        .arity("0..1")
                        .fallback("true")
                        .text("Print all operator types and the targets that run them.")
                        .to(v -> printAllOps = v))
                .add(Argument.of(boolean.class, "--print_supported_ops")
                        .label("<printSupportedOps>")
                        .arity("0..1")
                        .fallback("true")
                        .text("The same for the types that --valid_targets run.")
                        .to(v -> printSupportedOps = v))
                .add(Argument.of(boolean.class, "--print_model_ops")
                        .label("<printModelOps>")
                        .arity("0..1")
                        .fallback("true")
                        .text("The same for the types in the model.")
                        .to(v -> printModelOps = v))
                .with(output);
    }

    @Override
    public void run() {
        var targets = targets();
        if (printAllOps) {
            OptReport.printOperators(output, "All operators", Target.ARM.operators());
        } else if (printSupportedOps) {
            var types = new TreeSet<String>();
            targets.forEach(t -> types.addAll(t.operators()));
            OptReport.printOperators(output, "Operators on " + OptReport.names(targets), types);
        } else if (printModelOps) {
            OptReport.printModel(output, read());
        } else {
            optimize(targets);
        }
    }

    private List<Target> targets() {
        try {
            return Target.parse(validTargets);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(output.command(), "--valid_targets: " + e.getMessage(), e);
        }
    }

    private Program read() {
        if (modelFile != null && paramFile != null) {
            return PaddlePrograms.read(modelFile, Optional.of(paramFile), ModelLimits.defaults());
        }
        return PaddlePrograms.read(model(), Optional.empty(), ModelLimits.defaults());
    }

    private Path model() {
        var path = modelDir != null ? modelDir : modelFile;
        if (path == null) {
            throw new ParameterException(
                    output.command(), "no model is named; give --model_dir, or --model_file and --param_file");
        }
        return path;
    }

    private void optimize(List<Target> targets) {
        var layout = switch (outType) {
            case "naive_buffer" -> PaddleWriter.Layout.NAIVE_BUFFER;
            case "protobuf" -> PaddleWriter.Layout.MODEL_PARAMS;
            default ->
                throw new ParameterException(
                        output.command(),
                        "--optimize_out_type is '" + outType + "'; expected naive_buffer or protobuf");
        };
        if (out == null) {
            throw new ParameterException(output.command(), "nothing to write to is named; give --optimize_out");
        }
        var program = read();
        Optimized optimized;
        try (var _ = output.progress("optimizing " + program.name())) {
            optimized = Optimizer.optimize(program, targets, partition());
            PaddleWriter.write(optimized.program(), out, layout);
        }
        var written = layout == PaddleWriter.Layout.NAIVE_BUFFER ? out.resolveSibling(out.getFileName() + ".nb") : out;
        ImageProfileText.copy(modelFile != null ? modelFile : model(), written, output);
        var report = new OptReport(program, optimized, targets, written);
        output.print(report::lines, report::toJson);
    }

    private PartitionFile partition() {
        if (partitionFile != null) {
            return PartitionFile.read(partitionFile);
        }
        Map<String, String> environment = System.getenv();
        for (var variable : PARTITION_VARIABLES) {
            var file = environment.get(variable);
            if (file != null && Files.exists(Path.of(file))) {
                output.note("partition file " + file + ", as " + variable + " says");
                return PartitionFile.read(Path.of(file));
            }
        }
        return PartitionFile.NONE;
    }

    /** For the JSON of the listings. */
    static Json targetsJson(String type) {
        var object = Json.object();
        for (var target : Target.values()) {
            object.with(target.text(), target.operators().contains(type));
        }
        return object;
    }
}
