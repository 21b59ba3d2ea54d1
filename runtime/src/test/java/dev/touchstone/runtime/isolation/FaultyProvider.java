package dev.touchstone.runtime.isolation;

import dev.touchstone.BackendCrashedException;
import dev.touchstone.BackendException;
import dev.touchstone.backend.Availability;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.BackendProvider;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.NumericProfile;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Softplus;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A backend that computes as the definition does and breaks as a test wants: setting {@code fault} says how, setting
 * {@code at} when, {@code open}, {@code supports}, {@code compile} or {@code run}, where only a run whose first element
 * is {@link #TRIGGER} breaks. Refuses softplus.
 */
public final class FaultyProvider implements BackendProvider {
    /** An input that breaks the run. */
    static final float TRIGGER = 13;

    @Override
    public String name() {
        return "faulty";
    }

    @Override
    public int priority() {
        return 1;
    }

    @Override
    public Availability probe() {
        return new Availability.Available(List.of("made for a test"));
    }

    @Override
    public boolean isolated() {
        return true;
    }

    @Override
    public Optional<String> explainCrash(int exitCode, List<String> lastLines) {
        return exitCode == 7 ? Optional.of("seven means that the test wanted it; do not want it") : Optional.empty();
    }

    @Override
    public Backend open(BackendOptions options) {
        var faulty = new FaultyBackend(options.settings());
        faulty.breakAt("open");
        return faulty;
    }

    private record FaultyBackend(Map<String, String> settings, Backend definition) implements Backend {
        FaultyBackend(Map<String, String> settings) {
            this(settings, new ReferenceBackend());
        }

        void breakAt(String when) {
            if (settings.getOrDefault("at", "run").equals(when)) {
                Fault.of(settings.getOrDefault("fault", "none")).happen();
            }
        }

        @Override
        public NumericProfile profile() {
            return definition.profile();
        }

        @Override
        public Support supports(Node node) {
            breakAt("supports");
            return node.operator() instanceof Softplus
                    ? new Support.Unsupported("OPERATOR", "operator", "others", "softplus", "")
                    : definition.supports(node);
        }

        @Override
        public CompiledGraph compile(Graph graph) {
            breakAt("compile");
            return new FaultyGraph(this, definition.compile(graph));
        }

        @Override
        public void close() {
            definition.close();
        }
    }

    private record FaultyGraph(FaultyBackend backend, CompiledGraph definition) implements CompiledGraph {
        @Override
        public void run(List<Tensor> inputs, List<Tensor> outputs, RunMonitor monitor) {
            if (inputs.getFirst().segment().get(ValueLayout.JAVA_FLOAT_UNALIGNED, 0) == TRIGGER) {
                backend.breakAt("run");
            }
            definition.run(inputs, outputs, backend.settings().containsKey("silent") ? RunMonitor.NONE : monitor);
        }

        @Override
        public void close() {
            definition.close();
        }
    }

    /** An error that the backend reports itself. */
    static BackendException ordinary() {
        return new BackendException("faulty", "the device says no");
    }

    /** The backend says that its process is of no more use. */
    static BackendCrashedException ruined() {
        return new BackendCrashedException("faulty", "the device answers nonsense");
    }
}
