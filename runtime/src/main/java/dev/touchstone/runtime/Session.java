package dev.touchstone.runtime;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.graph.Graph;
import dev.touchstone.model.Endpoint;
import dev.touchstone.model.Model;
import dev.touchstone.model.PlacementMarks;
import dev.touchstone.pass.Pipeline;
import dev.touchstone.pass.Precision;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model, ready to run.
 *
 * <pre>{@code
 * var model = Models.read(Path.of("mobilenet_v1"));
 * try (var session = Session.open(model)) {
 *     float[] scores = session.run(Tensor.of(pixels, 1, 3, 224, 224)).first().toFloats();
 *     System.out.println(session.placement());
 * }
 * }</pre>
 *
 * <p>Thread-safe: any number of threads may run at the same time, without locks of their own, and get the same results
 * as one after the other. Inputs are only read, and must not be written during the run; outputs belong to the caller.
 *
 * <p>A program is compiled for each combination of input shapes, when it first comes; the {@value #MAX_PROGRAMS} most
 * recently used ones are kept. {@link #open} compiles the one for the declared shapes, with an open batch size set to 1,
 * so that faults show there; only if other extents are open too, everything waits for the first run.
 */
public final class Session implements AutoCloseable {
    /** How many programs a session keeps. */
    public static final int MAX_PROGRAMS = 8;

    private final Model model;
    private final SessionOptions options;
    private final OpenBackends backends;
    private final List<String> backendNames;
    private final ModelInputs inputs;
    private final List<String> outputNames;
    private final ProgramCompiler compiler;
    private final ProgramKeeper keeper;
    private final ProgramCache programs = new ProgramCache(MAX_PROGRAMS, this::compile);
    private final ReentrantReadWriteLock lifetime = new ReentrantReadWriteLock();
    private volatile boolean closed;
    private volatile @Nullable Precision precision;
    private volatile @Nullable Placement placement;
    private volatile List<String> notes = List.of();

    private Session(Model model, SessionOptions options, OpenBackends backends) {
        this.model = model;
        this.options = options;
        this.backends = backends;
        this.backendNames = backends.names();
        this.inputs = new ModelInputs(model);
        this.outputNames = model.outputs().stream().map(Endpoint::name).toList();
        this.compiler = new ProgramCompiler(backends, options.strict());
        this.keeper = new ProgramKeeper(model, options, backends);
        this.precision = options.precision().orElse(null);
    }

    /** As {@link #open(Model, SessionOptions)}, with {@link SessionOptions#defaults}. */
    public static Session open(Model model) {
        return open(model, SessionOptions.defaults());
    }

    /** As {@link #open(Model, SessionOptions, Backends)}, with the backends that {@link Backends#find} finds. */
    public static Session open(Model model, SessionOptions options) {
        return open(model, options, Backends.find());
    }

    /**
     * Opens the backends and compiles the model for its default shapes. The caller closes the session.
     *
     * @throws dev.touchstone.BackendUnavailableException if a backend that was asked for is not there, or none is
     * @throws AmbiguousOrderException if no order was asked for and two backends have equal priority
     * @throws dev.touchstone.BackendException if a backend fails to open or to compile
     * @throws dev.touchstone.UnsupportedOperatorException if a node is supported by no backend
     * @throws StrictPlacementException if strict is set and a node is not supported by the first backend
     * @throws InvalidGraphException if the model's graph is not valid
     */
    public static Session open(Model model, SessionOptions options, Backends backends) {
        var opened = OpenBackends.open(backends.select(options.backends(), options.forBackend()), options.forBackend());
        try {
            var session = new Session(model, options, opened);
            session.compileDefault();
            return session;
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    private void compileDefault() {
        var open = inputs.open();
        if (open.isEmpty()) {
            placement = placement(Map.of());
            return;
        }
        notes = List.of("compilation waits for the first run, which tells the open extents of "
                + open.stream().map(Endpoint::toString).collect(Collectors.joining(", ")));
        if (precision == null) {
            try {
                precision(model.graph());
            } catch (InvalidGraphException e) {
                // Extents of 1 do not go through the operators; the first run brings a graph to choose by.
                precision = null;
            }
        }
    }

    private Program compile(ProgramCache.Key key) {
        if (key.detail() != ProgramCache.Detail.RESULTS) {
            return compile(key, model.graph(key.shapes())).program();
        }
        var kept = keeper.load(key.shapes());
        if (kept.isPresent()) {
            loaded(kept.get());
            return kept.get().program();
        }
        var compiled = compile(key, model.graph(key.shapes()));
        keeper.keep(key.shapes(), compiled.program(), precision(), compiled.notes())
                .ifPresent(note -> addNotes(List.of(note)));
        return compiled.program();
    }

    private synchronized void loaded(ProgramKeeper.Loaded loaded) {
        if (precision == null) {
            precision = loaded.precision();
        }
        addNotes(loaded.notes());
    }

    private synchronized void addNotes(List<String> more) {
        notes = Stream.concat(notes.stream(), more.stream()).distinct().toList();
    }

    /** A program and what a user should know about how the model was prepared for it. */
    private record Compiled(Program program, List<String> notes) {}

    private Compiled compile(ProgramCache.Key key, Graph source) {
        var prepared = Pipeline.prepare(source, precision(source));
        addNotes(prepared.notes());
        var marks = options.backends().isEmpty() ? model.marks() : Optional.<PlacementMarks>empty();
        var program = compiler.compile(
                prepared.graph(),
                marks.map(m -> MarkedNodes.of(m, source, prepared.graph())),
                key.detail() == ProgramCache.Detail.VALUES);
        return new Compiled(program, prepared.notes());
    }

    private synchronized Precision precision(Graph source) {
        var known = precision;
        if (known == null) {
            known = Pipeline.recommended(source);
            precision = known;
        }
        return known;
    }

    /** The model that runs here. */
    public Model model() {
        return model;
    }

    /** The options it was opened with. */
    public SessionOptions options() {
        return options;
    }

    /**
     * In which numbers it computes: as asked for, or what suits the model.
     *
     * @throws IllegalStateException if that takes a graph and input extents are open in such a way that only the first
     *     run brings one
     */
    public Precision precision() {
        var known = precision;
        if (known == null) {
            throw new IllegalStateException("session " + model.name()
                    + ": the precision is chosen at the first run, which tells the open extents of the inputs;"
                    + " run first or ask for one with SessionOptions.withPrecision");
        }
        return known;
    }

    /** What a user should know about how the model was prepared, one sentence each. */
    public List<String> notes() {
        return notes;
    }

    /** The names of the backends, in the order in which they are asked. */
    public List<String> backends() {
        return backendNames;
    }

    /**
     * Where backends run now, by name, for those for which that is no matter of course: {@code isolated (pid 4711)} in a
     * process of its own, {@code in-process} where one was asked for and not wanted.
     */
    public Map<String, String> places() {
        return backends.places();
    }

    /** How many programs are compiled and kept, up to {@link #MAX_PROGRAMS}. */
    public int programs() {
        return programs.size();
    }

    /**
     * Which backend runs which node, and why not an earlier one, for the default shapes.
     *
     * @throws IllegalStateException if it takes a compilation and the session is closed
     * @throws InvalidGraphException if the default shapes do not go through the operators; see {@link #placement(Map)}
     */
    public Placement placement() {
        var known = placement;
        return known != null ? known : placement(Map.of());
    }

    /**
     * The same for other shapes; compiles what is not compiled yet.
     *
     * @param shapes by input name; others are as declared, with open extents set to 1
     */
    public Placement placement(Map<String, Shape> shapes) {
        var all = inputs.defaultShapes();
        all.putAll(shapes);
        return whileOpen(() -> {
            try (var lease = programs.lease(new ProgramCache.Key(all, ProgramCache.Detail.RESULTS))) {
                return lease.program().placement();
            }
        });
    }

    /** As {@link #run(List, RunOptions)}, without options. */
    public Outputs run(Tensor... ordered) {
        return run(List.of(ordered), RunOptions.defaults());
    }

    /** As {@link #run(List, RunOptions)}, without options. */
    public Outputs run(List<Tensor> ordered) {
        return run(ordered, RunOptions.defaults());
    }

    /** As {@link #run(Map, RunOptions)}, without options. */
    public Outputs run(Map<String, Tensor> byName) {
        return run(byName, RunOptions.defaults());
    }

    /** As {@link #run(List, RunOptions)}, with the inputs by name. */
    public Outputs run(Map<String, Tensor> byName, RunOptions runOptions) {
        return run(inputs.inOrder(byName), runOptions);
    }

    /**
     * Runs the model once.
     *
     * @param ordered the inputs in the model's order, on the heap or in native memory; only read
     * @throws dev.touchstone.InvalidInputException if number, types or shapes are not what the model takes
     * @throws InvalidGraphException if the shapes do not go through the operators
     * @throws dev.touchstone.UnsupportedOperatorException if for these shapes a node is supported by no backend
     * @throws dev.touchstone.BackendTimeoutException if the deadline passed; the session stays usable
     * @throws dev.touchstone.RunCancelledException if the run was cancelled; the session stays usable
     * @throws dev.touchstone.BackendException if a backend fails
     * @throws IllegalStateException if the session is closed
     */
    public Outputs run(List<Tensor> ordered, RunOptions runOptions) {
        return whileOpen(() -> {
            var watch = new RunWatch(model.name(), runOptions);
            var shapes = inputs.shapes(ordered);
            var observer = runOptions.observer();
            try (var lease = programs.lease(new ProgramCache.Key(shapes, detail(runOptions)))) {
                var program = lease.program();
                var tensors = program.run(inputs.typed(ordered, program.inputs()), watch, observer.orElse(null));
                return new Outputs(outputNames, tensors, watch.profile());
            }
        });
    }

    private ProgramCache.Detail detail(RunOptions runOptions) {
        if (runOptions.observer().isPresent()) {
            return ProgramCache.Detail.VALUES;
        }
        return runOptions.profile() && keeper.isActive() ? ProgramCache.Detail.NODES : ProgramCache.Detail.RESULTS;
    }

    private <T> T whileOpen(Supplier<T> work) {
        requireOpen(); // Before the lock as well, where a waiting close would hold up the answer.
        lifetime.readLock().lock();
        try {
            requireOpen();
            return work.get();
        } finally {
            lifetime.readLock().unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("session " + model.name() + " is closed");
        }
    }

    /**
     * Refuses new runs, waits for those in flight, then closes programs and backends. Idempotent.
     *
     * @throws IllegalStateException if called from within a run, by an observer
     */
    @Override
    public void close() {
        if (lifetime.getReadHoldCount() > 0) {
            throw new IllegalStateException("session " + model.name() + " cannot be closed from within its own run");
        }
        closed = true;
        lifetime.writeLock().lock();
        try {
            programs.close();
            backends.close();
        } finally {
            lifetime.writeLock().unlock();
        }
    }

    /** {@code session mobilenet on rknpu, reference}. */
    @Override
    public String toString() {
        return "session " + model.name() + " on " + String.join(", ", backendNames);
    }
}
