package dev.touchstone.runtime.kept;

import dev.touchstone.ModelFormatException;
import dev.touchstone.graph.Graph;
import dev.touchstone.model.Endpoint;
import dev.touchstone.model.ImageProfile;
import dev.touchstone.model.Model;
import dev.touchstone.model.ModelLimits;
import dev.touchstone.model.ModelStatistics;
import dev.touchstone.model.Models;
import dev.touchstone.model.PlacementMarks;
import dev.touchstone.tensor.Shape;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model that remembers, in a directory, what it says of itself and the programs that it was compiled to. With a
 * description that fits its files, these are read when somebody wants a graph, and not before. Thread-safe.
 */
public final class KeptModel implements Model {
    private final Keep keep;
    private final String build;
    private final Source source;
    private final ModelDescription description;
    private @Nullable Model whole;

    private KeptModel(Keep keep, String build, Source source, ModelDescription description, @Nullable Model whole) {
        this.keep = keep;
        this.build = build;
        this.source = source;
        this.description = description;
        this.whole = whole;
    }

    /** Where a model is read from. */
    private record Source(Path path, Optional<Path> parameters) {
        String key(String build) {
            var text = new StringBuilder(build).append('\n').append(path.toAbsolutePath());
            parameters.ifPresent(p -> text.append('\n').append(p.toAbsolutePath()));
            return text.toString();
        }

        Model read() {
            return Models.read(path, parameters, ModelLimits.defaults());
        }

        String name() {
            return String.valueOf(path.getFileName());
        }
    }

    /**
     * A model from files, by its description in the directory if there is one that fits.
     *
     * @return a model without a memory, and a line in the log, if nothing can be kept of it
     * @throws dev.touchstone.ModelFormatException as {@link Models#read}
     * @throws dev.touchstone.UnsupportedOperatorException as {@link Models#read}
     */
    public static Model read(Path directory, Path path, Optional<Path> parameters) {
        var source = new Source(path, parameters);
        var keep = new Keep(directory);
        try {
            var build = Build.of(Model.class, KeptModel.class);
            var key = source.key(build);
            var description =
                    keep.read(keep.file(source.name(), key, Keep.MODEL), key, (head, _) -> ModelDescription.read(head));
            if (description.isPresent() && description.get().change().isEmpty()) {
                return new KeptModel(keep, build, source, description.get(), null);
            }
            return readWhole(keep, build, source);
        } catch (IOException e) {
            log().log(Level.WARNING, "{0} is not kept in {1}: {2}", path, directory, e);
            return source.read();
        }
    }

    private static Model readWhole(Keep keep, String build, Source source) throws IOException {
        var begun = Instant.now();
        var model = source.read();
        var files = model.files();
        if (files.isEmpty()) {
            log().log(Level.WARNING, "{0} is not kept: its reader does not say what it was read from", source.path());
            return model;
        }
        var stamps = new ArrayList<FileStamp>();
        for (var file : files) {
            var stamp = FileStamp.of(file);
            if (!stamp.isSettledAt(begun)) {
                log().log(Level.INFO, "{0} is not kept: {1} has only just been changed", source.path(), file);
                return model;
            }
            stamps.add(stamp);
        }
        var reader = Build.jar(model.getClass());
        var readers = reader.isPresent() ? List.of(FileStamp.of(reader.get())) : List.<FileStamp>of();
        return new KeptModel(keep, build, source, ModelDescription.of(model, stamps, readers), model);
    }

    /** Makes a thing of a kept program; the bytes, which its backend wrote, are valid during the call. */
    public interface Loader<T> {
        T load(KeptProgram program, MemorySegment bytes);
    }

    /**
     * What a program depends on besides the model and this version of Touchstone.
     *
     * @param backend whose code compiles and loads it
     * @param others options, backends and shapes, as a text
     * @throws IOException if the backend's code is not where it was loaded from
     */
    public static String circumstances(Class<?> backend, String others) throws IOException {
        return Build.code(backend) + "\n" + others;
    }

    /**
     * The program that was kept under a text.
     *
     * @param circumstances all that the program depends on besides the model: options, backends, shapes
     * @throws dev.touchstone.BackendException what the loader throws
     */
    public <T> Optional<T> load(String circumstances, Loader<T> loader) {
        var key = programKey(circumstances);
        return keep.read(programFile(key), key, (head, bytes) -> loader.load(KeptProgram.read(head), bytes));
    }

    /**
     * Keeps a program, and with it what the model says of itself.
     *
     * @throws IOException if it cannot be written
     */
    public void keep(String circumstances, KeptProgram program, byte[] bytes) throws IOException {
        var problem = keep.problem();
        if (problem.isPresent()) {
            throw new IOException(problem.get());
        }
        var modelKey = source.key(build);
        keep.write(keep.file(source.name(), modelKey, Keep.MODEL), modelKey, description::write, new byte[0]);
        var key = programKey(circumstances);
        keep.write(programFile(key), key, program::write, bytes);
    }

    /** The file of the program that is kept under a text, whether it is there or not. */
    public Path file(String circumstances) {
        return programFile(programKey(circumstances));
    }

    private Path programFile(String key) {
        return keep.file(source.name(), key, Keep.PROGRAM);
    }

    private String programKey(String circumstances) {
        return build + "\n" + description.identity() + circumstances;
    }

    private synchronized Model whole() {
        var known = whole;
        if (known == null) {
            known = source.read();
            var change = description.change();
            if (change.isPresent()) {
                throw new ModelFormatException(
                        source.path().toString(),
                        "has changed since it was opened: " + change.get() + "; open it again");
            }
            whole = known;
        }
        return known;
    }

    @Override
    public String name() {
        return description.name();
    }

    @Override
    public String format() {
        return description.format();
    }

    @Override
    public List<Endpoint> inputs() {
        return description.inputs();
    }

    @Override
    public List<Endpoint> outputs() {
        return description.outputs();
    }

    @Override
    public ModelStatistics statistics() {
        return description.statistics();
    }

    @Override
    public List<String> warnings() {
        return description.warnings();
    }

    @Override
    public Optional<ImageProfile> imageProfile() {
        return description.imageProfile();
    }

    @Override
    public List<Path> files() {
        return description.stamps().stream().map(FileStamp::path).toList();
    }

    @Override
    public Optional<PlacementMarks> marks() {
        return whole().marks();
    }

    @Override
    public Graph graph(Map<String, Shape> shapes) {
        return whole().graph(shapes);
    }

    @Override
    public String toString() {
        return format() + " model " + name();
    }

    /** Java's logging takes 20 ms to begin, and mostly nothing is logged. */
    private static System.Logger log() {
        return System.getLogger("dev.touchstone.runtime");
    }
}
