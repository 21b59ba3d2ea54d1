package dev.touchstone.runtime;

import dev.touchstone.model.Model;
import dev.touchstone.runtime.kept.KeptModel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Models that are read and compiled once, and then loaded from a directory by every later process.
 *
 * <pre>{@code
 * var model = CompiledModels.in(Path.of("compiled")).read(Path.of("mobilenet_v1"));
 * try (var session = Session.open(model)) {
 *     ...
 * }
 * }</pre>
 *
 * <p>The first session of a model from here compiles it as usual and keeps the result. A later one, in this process or
 * another, with the same files, options, backends, input shapes and version of Touchstone, loads it: the model's files are
 * not read, and its graph not made. Results are the same to the bit. Whatever differs, the model is read and compiled as
 * if the directory were empty; {@link Session#notes} says which of these happened, and why nothing was kept where nothing
 * was: that takes a graph that one backend computes as a whole and that this backend can keep ({@link
 * dev.touchstone.backend.Backend#format}), as {@code arm} can.
 *
 * <p>A run with a profile, and one that observes single tensors, needs the graph, so that the model is then read and
 * compiled after all.
 *
 * <p>The directory holds machine code. It is made readable to the user alone, and is not used if others can write to it.
 * Files of models count as unchanged while their size, their times and where they lie are; at most 64 files and 1 GiB are
 * kept. Thread-safe; any number of processes may share a directory.
 */
public final class CompiledModels {
    private final Path directory;

    private CompiledModels(Path directory) {
        this.directory = directory;
    }

    /** Those in a directory, which is made when there is something to keep. */
    public static CompiledModels in(Path directory) {
        return new CompiledModels(directory);
    }

    /** As {@link #read(Path, Optional)}, with the parameters where the format has them. */
    public Model read(Path path) {
        return read(path, Optional.empty());
    }

    /**
     * As {@link dev.touchstone.model.Models#read(Path, Optional, dev.touchstone.model.ModelLimits)} with the default limits,
     * for sessions that remember how it is compiled. Its graph, where somebody asks for one, is read then.
     *
     * @param path a file or directory
     * @param parameters the file with all parameters, where it is not at the format's usual place
     * @throws dev.touchstone.ModelFormatException if there is no model
     * @throws dev.touchstone.UnsupportedOperatorException if the model needs what no lowering exists for
     */
    public Model read(Path path, Optional<Path> parameters) {
        return KeptModel.read(directory, path, parameters);
    }
}
