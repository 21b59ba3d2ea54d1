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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code touchstone opt}: Paddle Lite's {@code opt}, with its options. */
@Command(
        name = "opt",
        addMethodSubcommands = false,
        header = "Mark what a neural processor is to run, and convert.",
        description = {
            "Reads a Paddle model or a .nb file, decides which operators a neural processor is to run, and writes the"
                    + " model with these marks: as one .nb file or as a Paddle program. Options are those of Paddle"
                    + " Lite's opt. Nothing is compiled for a device: that happens when the model runs, on the backend"
                    + " that it is marked for by default.",
            "",
            "With one of the --print options, prints and writes nothing."
        },
        footer = {
            "  touchstone opt --model_dir DIR --valid_targets=rknpu,arm --optimize_out net",
            "      writes net.nb; then: touchstone classify --model net.nb --image cat.jpg",
            "  touchstone opt --model_file m.pdmodel --param_file m.pdiparams \\",
            "      --optimize_out_type=protobuf --optimize_out net",
            "      writes net/model and net/params"
        })
final class OptCommand implements Runnable {
    /** By which Paddle Lite finds a partition file. */
    private static final List<String> PARTITION_VARIABLES =
            List.of("SUBGRAPH_CUSTOM_PARTITION_CONFIG_FILE", "SUBGRAPH_PARTITION_CONFIG_FILE");

    @Option(names = "--model_dir", paramLabel = "DIR", description = "Directory of the model, or a .nb file.")
    private @Nullable Path modelDir;

    @Option(names = "--model_file", paramLabel = "FILE", description = "Program file; needs --param_file.")
    private @Nullable Path modelFile;

    @Option(names = "--param_file", paramLabel = "FILE", description = "File with all parameters.")
    private @Nullable Path paramFile;

    @Option(
            names = "--optimize_out_type",
            paramLabel = "TYPE",
            description = "naive_buffer: one file OUT.nb (default). protobuf: OUT/model and OUT/params.")
    private String outType = "naive_buffer";

    @Option(names = "--optimize_out", paramLabel = "OUT", description = "What to write, without suffix.")
    private @Nullable Path out;

    @Option(
            names = "--valid_targets",
            paramLabel = "TARGETS",
            description = "Where the model is to run: arm (default), or rknpu,arm.")
    private String validTargets = "arm";

    @Option(
            names = "--subgraph_partition_config_file",
            paramLabel = "FILE",
            description = "Operators that are not for the neural processor, in Paddle Lite's form: TYPE:INPUTS:OUTPUTS"
                    + " a line. Default: what the environment variable SUBGRAPH_CUSTOM_PARTITION_CONFIG_FILE names.")
    private @Nullable Path partitionFile;

    @Option(
            names = "--print_all_ops",
            arity = "0..1",
            fallbackValue = "true",
            description = "Print all operator types and the targets that run them.")
    private boolean printAllOps;

    @Option(
            names = "--print_supported_ops",
            arity = "0..1",
            fallbackValue = "true",
            description = "The same for the types that --valid_targets run.")
    private boolean printSupportedOps;

    @Option(
            names = "--print_model_ops",
            arity = "0..1",
            fallbackValue = "true",
            description = "The same for the types in the model.")
    private boolean printModelOps;

    @Mixin
    private final OutputOptions output = new OutputOptions();

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
