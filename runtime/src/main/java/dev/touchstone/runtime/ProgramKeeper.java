package dev.touchstone.runtime;

import dev.touchstone.BackendException;
import dev.touchstone.backend.CompiledGraphFormat;
import dev.touchstone.backend.Signature;
import dev.touchstone.graph.Value;
import dev.touchstone.model.Model;
import dev.touchstone.pass.Precision;
import dev.touchstone.runtime.kept.KeptModel;
import dev.touchstone.runtime.kept.KeptProgram;
import dev.touchstone.runtime.kept.KeptProgram.NodeName;
import dev.touchstone.tensor.Shape;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A session's way to programs that earlier sessions have compiled. Does nothing for models that keep nothing. */
final class ProgramKeeper {
    private final @Nullable KeptModel model;
    private final SessionOptions options;
    private final OpenBackends backends;

    ProgramKeeper(Model model, SessionOptions options, OpenBackends backends) {
        this.model = model instanceof KeptModel kept ? kept : null;
        this.options = options;
        this.backends = backends;
    }

    /** Whether programs may be loaded, which know nothing of their nodes. */
    boolean isActive() {
        return model != null;
    }

    /**
     * A program from an earlier process.
     *
     * @param precision it computes in
     * @param notes on how it was made
     */
    record Loaded(Program program, Precision precision, List<String> notes) {}

    /** The program for these input shapes; empty if none is kept. */
    Optional<Loaded> load(Map<String, Shape> shapes) {
        var format = format();
        if (model == null || format.isEmpty()) {
            return Optional.empty();
        }
        try {
            var circumstances = circumstances(shapes);
            var file = model.file(circumstances);
            return model.load(circumstances, (kept, bytes) -> loaded(format.get(), kept, bytes, file));
        } catch (BackendException | IOException e) {
            log().log(Level.WARNING, "a compiled form of {0} is not used: {1}", model.name(), e.getMessage());
            return Optional.empty();
        }
    }

    private Loaded loaded(CompiledGraphFormat format, KeptProgram kept, MemorySegment bytes, Path file) {
        var first = backends.list().getFirst();
        var compiled = format.read(new Signature(kept.partInputs(), kept.partOutputs()), bytes);
        var names = kept.nodes();
        var step = new Step.Compute(
                first,
                kept.graph(),
                new Signature(kept.partInputs(), kept.partOutputs()),
                List.of(),
                Step.Compute.span(names.getFirst().node(), names.getLast().node()),
                compiled);
        var program = new Program(
                kept.inputs(), kept.outputs(), placement(first.name(), names), List.of(step), BufferPlan.of(List.of()));
        var notes = new ArrayList<>(kept.notes());
        notes.add("compiled earlier; loaded from " + file);
        return new Loaded(program, kept.precision(), notes);
    }

    private Placement placement(String backend, List<NodeName> names) {
        var rows = new ArrayList<Placement.Row>(names.size());
        var nodes = new ArrayList<String>(names.size());
        for (var name : names) {
            rows.add(new Placement.Row(name.node(), name.operator(), backend, 0, List.of()));
            nodes.add(name.node());
        }
        return new Placement(
                backends.names(), rows, List.of(new Placement.Part(backend, nodes)), List.of(), backends.places());
    }

    /**
     * Keeps a program, if it can be kept.
     *
     * @param notes on how the model was prepared for it
     * @return what a user should know about that; empty if the model keeps nothing
     */
    Optional<String> keep(Map<String, Shape> shapes, Program program, Precision precision, List<String> notes) {
        if (model == null) {
            return Optional.empty();
        }
        var step = program.onlyStep().orElse(null);
        var format = format();
        if (step == null || !program.placement().fallbacks().isEmpty()) {
            return Optional.of("the compiled model is not kept: the first backend does not run all of it");
        }
        if (!givesWhatItComputes(program, step)) {
            return Optional.of("the compiled model is not kept: an output of it is an input or a constant");
        }
        if (format.isEmpty()) {
            return Optional.of("the compiled model is not kept as a whole: the backend "
                    + step.owner().name() + " has no format for it");
        }
        var kept = new KeptProgram(
                step.graph(),
                precision,
                notes,
                program.inputs(),
                program.outputs(),
                step.signature().inputs(),
                step.signature().outputs(),
                program.placement().rows().stream()
                        .map(r -> new NodeName(r.node(), r.operator()))
                        .toList());
        try {
            var circumstances = circumstances(shapes);
            model.keep(circumstances, kept, format.get().write(step.compiled()));
            return Optional.of("the compiled model is kept in " + model.file(circumstances));
        } catch (IOException | RuntimeException e) {
            // The program runs all the same: a backend that cannot write, a directory that cannot be listed.
            return Optional.of("the compiled model is not kept: " + e.getMessage());
        }
    }

    /** Whether each output is computed and belongs to nobody else. */
    private static boolean givesWhatItComputes(Program program, Step.Compute step) {
        var computed = step.signature().outputs().stream().map(Value::name).toList();
        return program.outputs().stream().allMatch(v -> computed.contains(v.name()));
    }

    /** How the first backend, which must compute the whole, keeps graphs. */
    private Optional<CompiledGraphFormat> format() {
        return backends.list().getFirst().backend().format();
    }

    private String circumstances(Map<String, Shape> shapes) throws IOException {
        var text = new StringBuilder();
        for (var asked : options.backends()) {
            text.append("asked ").append(asked).append('\n');
        }
        for (var named : backends.list()) {
            var format = named.backend().format();
            text.append("backend ").append(named.name());
            if (format.isPresent()) {
                text.append(' ').append(format.get().identity());
            }
            text.append('\n');
        }
        if (options.precision().isPresent()) {
            text.append("precision ").append(options.precision().get().name()).append('\n');
        }
        for (var setting : new TreeMap<>(options.settings()).entrySet()) {
            text.append("setting ")
                    .append(setting.getKey())
                    .append('=')
                    .append(setting.getValue())
                    .append('\n');
        }
        for (var shape : new TreeMap<>(shapes).entrySet()) {
            text.append("input ")
                    .append(shape.getKey())
                    .append(' ')
                    .append(shape.getValue())
                    .append('\n');
        }
        return KeptModel.circumstances(backends.list().getFirst().backend().getClass(), text.toString());
    }

    /** Java's logging takes 20 ms to begin, and mostly nothing is logged. */
    private static System.Logger log() {
        return System.getLogger("dev.touchstone.runtime");
    }
}
