package dev.touchstone.conformance.contract;

import dev.touchstone.backend.Availability;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.BackendProvider;
import dev.touchstone.backend.Support;
import dev.touchstone.conformance.BackendUnderTest;
import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Check;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.Rule;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.model.GraphModel;
import dev.touchstone.pass.Pipeline;
import dev.touchstone.pass.Precision;
import dev.touchstone.reference.ReferenceBackendProvider;
import dev.touchstone.runtime.Backends;
import dev.touchstone.runtime.Session;
import dev.touchstone.runtime.SessionOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether the runtime lets a backend run what the backend claims: graphs in a session that asks the backend first and the
 * reference last. A claimed node that the placement shows elsewhere was not executed.
 */
public final class PlacementCases implements CaseSource {
    /** One graph in so many of the source. */
    private static final int EVERY = 10;

    private static final String NAME = "tested";
    private static final Rule RULE = Rule.required(
            "spi/B19", "Placement", "What a backend claims to support, it runs itself when a session asks it first.");

    private final CaseSource graphs;

    /**
     * Some graphs of a source.
     *
     * @param graphs whose computations are placed
     */
    public PlacementCases(CaseSource graphs) {
        this.graphs = graphs;
    }

    @Override
    public String name() {
        return "placement";
    }

    @Override
    public List<Rule> rules() {
        return List.of(RULE);
    }

    @Override
    public Stream<ConformanceCase> cases() {
        var all = graphs.cases().toList();
        return Stream.iterate(0, i -> i * EVERY < all.size(), i -> i + 1)
                .map(i -> new ConformanceCase("placement#" + i, RULE, () -> placed(all.get(i * EVERY))));
    }

    private static Check placed(ConformanceCase c) {
        return underTest -> c.body().get() instanceof Computation computation
                ? placed(Pipeline.prepare(computation.graph(), Precision.FLOAT).graph(), underTest)
                : new CaseResult.Skipped(c + " is no computation");
    }

    private static CaseResult placed(Graph graph, BackendUnderTest underTest) {
        var claimed = claimed(graph, underTest);
        if (claimed.isEmpty()) {
            return new CaseResult.Skipped("the backend supports no node of " + graph);
        }
        var options = SessionOptions.defaults().withPrecision(Precision.FLOAT).withBackends(NAME, Backends.REFERENCE);
        var backends = Backends.of(new Tested(underTest), new ReferenceBackendProvider());
        try (var session = Session.open(new GraphModel(graph), options, backends)) {
            var elsewhere = new ArrayList<String>();
            session.placement().rows().stream()
                    .filter(r -> claimed.contains(r.node()) && !r.backend().equals(NAME))
                    .forEach(r -> elsewhere.add(
                            r.node() + " (" + r.operator() + ") on " + r.backend() + ", because " + r.refusals()));
            return elsewhere.isEmpty()
                    ? new CaseResult.Passed()
                    : new CaseResult.NotExecuted("claimed, but the placement shows " + String.join("; ", elsewhere));
        }
    }

    private static Set<String> claimed(Graph graph, BackendUnderTest underTest) {
        var claimed = new HashSet<String>();
        try (var backend = underTest.open()) {
            graph.nodes().stream()
                    .filter(n -> backend.supports(n) instanceof Support.Supported)
                    .map(Node::name)
                    .forEach(claimed::add);
        }
        return claimed;
    }

    /** The backend under a name of its own, in this process, wherever it comes from. */
    private record Tested(BackendUnderTest underTest) implements BackendProvider {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public int priority() {
            return 1;
        }

        @Override
        public Availability probe() {
            return new Availability.Available(List.of());
        }

        @Override
        public Backend open(BackendOptions options) {
            return underTest.open();
        }
    }
}
