package dev.touchstone.runtime;

import dev.touchstone.BackendException;
import dev.touchstone.backend.Availability;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.BackendProvider;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.CompiledGraphFormat;
import dev.touchstone.backend.NumericProfile;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.backend.Signature;
import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A backend that computes as the definition does, and refuses, waits, fails or keeps silent as a test wants it. */
final class FakeProvider implements BackendProvider {
    private final String name;
    private final int priority;
    private Availability availability = new Availability.Available(List.of("made for a test"));
    private Optional<String> neededSetting = Optional.empty();
    private Set<Class<?>> refused = Set.of();
    private Optional<String> kept = Optional.empty();
    private boolean writes = true;
    private boolean reportsNodes = true;
    private boolean wantsProcess;
    private Consumer<Node> atNode = node -> {};
    private Consumer<Graph> atCompile = graph -> {};

    final AtomicInteger openBackends = new AtomicInteger();
    final AtomicInteger openGraphs = new AtomicInteger();
    final AtomicInteger loaded = new AtomicInteger();
    final List<Graph> written = new ArrayList<>();
    final List<Graph> compiled = Collections.synchronizedList(new ArrayList<>());
    volatile @Nullable BackendOptions options;

    FakeProvider(String name, int priority) {
        this.name = name;
        this.priority = priority;
    }

    FakeProvider refusing(Class<?>... operators) {
        refused = Set.of(operators);
        return this;
    }

    FakeProvider unavailable(String reason, String remedy) {
        availability = new Availability.Unavailable(reason, remedy);
        return this;
    }

    /** Not available but with a setting of this name. */
    FakeProvider needing(String newSetting) {
        neededSetting = Optional.of(newSetting);
        return unavailable("setting " + newSetting + " is missing", "");
    }

    @Override
    public Availability probe(BackendOptions settings) {
        return neededSetting.filter(settings.settings()::containsKey).isPresent()
                ? new Availability.Available(List.of())
                : availability;
    }

    /** Tells nobody about its nodes. */
    FakeProvider silent() {
        reportsNodes = false;
        return this;
    }

    FakeProvider wantingAProcess() {
        wantsProcess = true;
        return this;
    }

    /** Does this before each node, after having reported it. */
    FakeProvider atNode(Consumer<Node> action) {
        atNode = action;
        return this;
    }

    /** Can keep what it compiles, in this process: the bytes are numbers of graphs. */
    FakeProvider keeping(String identity) {
        kept = Optional.of(identity);
        return this;
    }

    /** Cannot put graphs into bytes after all. */
    FakeProvider failingToWrite() {
        writes = false;
        return this;
    }

    /** Does this before it compiles. */
    FakeProvider atCompile(Consumer<Graph> action) {
        atCompile = action;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int priority() {
        return priority;
    }

    @Override
    public boolean isolated() {
        return wantsProcess;
    }

    @Override
    public Availability probe() {
        return availability;
    }

    @Override
    public Backend open(BackendOptions given) {
        openBackends.incrementAndGet();
        options = given;
        return new FakeBackend();
    }

    private final class FakeBackend implements Backend {
        private final Backend definition = new ReferenceBackend();
        private boolean closed;

        @Override
        public NumericProfile profile() {
            return NumericProfile.REFERENCE;
        }

        @Override
        public Support supports(Node node) {
            return refused.contains(node.operator().getClass())
                    ? new Support.Unsupported(
                            "OPERATOR", "operator", "others", node.operator().name(), "use another")
                    : definition.supports(node);
        }

        @Override
        public CompiledGraph compile(Graph graph) {
            atCompile.accept(graph);
            compiled.add(graph);
            openGraphs.incrementAndGet();
            return new FakeGraph(graph, definition.compile(graph));
        }

        @Override
        public Optional<CompiledGraphFormat> format() {
            return kept.map(FakeFormat::new);
        }

        private final class FakeFormat implements CompiledGraphFormat {
            private final String identity;

            FakeFormat(String identity) {
                this.identity = identity;
            }

            @Override
            public String identity() {
                return identity;
            }

            @Override
            public byte[] write(CompiledGraph graph) {
                if (!writes) {
                    throw new ArithmeticException("too large");
                }
                written.add(((FakeGraph) graph).source);
                return new byte[] {(byte) (written.size() - 1)};
            }

            @Override
            public CompiledGraph read(Signature signature, MemorySegment bytes) {
                int number = bytes.get(ValueLayout.JAVA_BYTE, 0);
                if (number >= written.size()) {
                    throw new BackendException(name, "there is no graph " + number);
                }
                var graph = written.get(number);
                if (!Signature.of(graph).equals(signature)) {
                    throw new AssertionError(signature + " of " + graph);
                }
                loaded.incrementAndGet();
                openGraphs.incrementAndGet();
                return new FakeGraph(graph, definition.compile(graph));
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                openBackends.decrementAndGet();
            }
        }
    }

    private final class FakeGraph implements CompiledGraph {
        private final Graph source;
        private final CompiledGraph definition;
        private boolean closed;

        private FakeGraph(Graph source, CompiledGraph definition) {
            this.source = source;
            this.definition = definition;
        }

        @Override
        public void run(List<Tensor> inputs, List<Tensor> outputs, RunMonitor monitor) {
            definition.run(inputs, outputs, new RunMonitor() {
                @Override
                public void before(Node node) {
                    if (reportsNodes) {
                        monitor.before(node);
                    }
                    atNode.accept(node);
                }

                @Override
                public void after(Node node) {
                    if (reportsNodes) {
                        monitor.after(node);
                    }
                }
            });
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                definition.close();
                openGraphs.decrementAndGet();
            }
        }
    }
}
