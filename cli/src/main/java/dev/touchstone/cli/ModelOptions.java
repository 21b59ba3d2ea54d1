package dev.touchstone.cli;

import dev.touchstone.model.Model;
import dev.touchstone.model.ModelLimits;
import dev.touchstone.model.Models;
import dev.touchstone.runtime.CompiledModels;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** Options that name a model. */
final class ModelOptions implements Options {
    private @Nullable Path model;
    private @Nullable Path params;

    @Override
    public void declare(Syntax syntax) {
        syntax.add(Argument.of(Path.class, "-m", "--model")
                        .label("PATH")
                        .text("Directory or file of the model. Without it: the small model that comes with touchstone.")
                        .to(v -> model = v))
                .add(Argument.of(Path.class, "--params")
                        .label("FILE")
                        .text("File with all parameters, if it is not where the model's format expects it.")
                        .to(v -> params = v));
    }

    /** Whether the user named none. */
    boolean isBundled() {
        return model == null;
    }

    /**
     * Reads the model, and says so if it is the bundled one.
     *
     * @throws ParameterException if none is named and none came with this installation
     */
    Model read(OutputOptions output) {
        return read(output, Optional.empty());
    }

    /**
     * The same, where it may have been compiled before.
     *
     * @param compiled the directory in which compiled models are kept
     */
    Model read(OutputOptions output, Optional<Path> compiled) {
        var path = model == null ? bundled(output) : model;
        var parameters = Optional.ofNullable(params);
        try (var _ = output.progress("reading " + path)) {
            return compiled.isPresent()
                    ? CompiledModels.in(compiled.get()).read(path, parameters)
                    : Models.read(path, parameters, ModelLimits.defaults());
        }
    }

    /** The path that the user named; empty if the bundled model is meant. */
    Optional<Path> path() {
        return Optional.ofNullable(model);
    }

    /** The parameter file that the user named. */
    Optional<Path> params() {
        return Optional.ofNullable(params);
    }

    private Path bundled(OutputOptions output) {
        if (params != null) {
            throw new ParameterException(output.command(), "--params is given without --model");
        }
        var installation = output.installation();
        var path = installation
                .bundledModel()
                .orElseThrow(() -> new ParameterException(
                        output.command(),
                        "no model is named, and no bundled one is known because touchstone was not started by its"
                                + " script; name one with --model"));
        output.note("no --model given, using the bundled " + installation.shown(path));
        return path;
    }
}
