package dev.touchstone.conformance.negative;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.backend.Backend;
import dev.touchstone.conformance.BackendUnderTest;
import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Check;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.Rule;
import dev.touchstone.graph.Graph;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Valid graphs made invalid by one change: core refuses them, naming the fault, and the backend does not support the
 * changed node where that is wrong by itself.
 */
public final class MutatedGraphCases implements CaseSource {
    private static final List<Mutator> MUTATORS = List.of(Mutator.values());

    private static final List<Rule> GRAPHS = List.of(
            graph("G1", "A value is defined, once, before it is used."),
            graph("G2", "A value has one producer: a node, the caller, or the model."),
            graph("G3", "Names of nodes are unique."),
            graph("G4", "Types are what the operator infers, and the same wherever a value stands."),
            graph("G5", "Neither inputs of the graph nor results of nodes are constants."),
            graph("G6", "Only weights have a scale for each channel."),
            graph("G7", "An operator gets and gives as many values as it knows."),
            graph("G8", "Extents are positive, and their product fits an array."));

    private final CaseSource valid;

    /**
     * For each rule of a source and each rule of graphs one case: every graph, with every change that breaks the rule.
     *
     * @param valid whose computations are made invalid
     */
    public MutatedGraphCases(CaseSource valid) {
        this.valid = valid;
    }

    private static Rule graph(String label, String text) {
        return Rule.required("graph/" + label, "GraphVerifier", text);
    }

    @Override
    public String name() {
        return "mutated-" + valid.name();
    }

    @Override
    public List<Rule> rules() {
        return GRAPHS;
    }

    @Override
    public Stream<ConformanceCase> cases() {
        var tested = valid.rules();
        return IntStream.range(0, tested.size() * GRAPHS.size()).mapToObj(i -> {
            var graphs = tested.get(i / GRAPHS.size());
            var broken = GRAPHS.get(i % GRAPHS.size());
            return new ConformanceCase(
                    name() + "#" + i, broken, () -> (Check) backend -> mutated(graphs, broken, backend));
        });
    }

    private CaseResult mutated(Rule graphs, Rule broken, BackendUnderTest underTest) {
        var mutators =
                MUTATORS.stream().filter(m -> m.label().equals(broken.label())).toList();
        boolean any = false;
        try (var backend = underTest.open()) {
            for (var c : valid.cases().filter(c -> c.rule().equals(graphs)).toList()) {
                if (c.body().get() instanceof Computation computation) {
                    for (var mutator : mutators) {
                        if (mutator.appliesTo(computation.graph())) {
                            any = true;
                            var wrong = wrong(mutator, computation.graph(), backend);
                            if (wrong.isPresent()) {
                                return new CaseResult.Failed(c.id() + ": " + wrong.get());
                            }
                        }
                    }
                }
            }
        }
        return any
                ? new CaseResult.Passed()
                : new CaseResult.Skipped(
                        "no change that breaks " + broken.id() + " applies to a case of " + graphs.id());
    }

    /** What is wrong with how a changed graph is received. */
    private static Optional<String> wrong(Mutator mutator, Graph graph, Backend backend) {
        try {
            mutator.apply(graph);
            return Optional.of("core accepts " + graph + " after " + mutator);
        } catch (InvalidGraphException e) {
            return graph.nodes().size() == 1 && mutator.label().matches("G[4-7]")
                    ? lastNode(mutator, graph, backend)
                    : Optional.empty();
        }
    }

    /** Asks the backend about the changed node, if it is wrong by itself. */
    private static Optional<String> lastNode(Mutator mutator, Graph graph, Backend backend) {
        var node = mutator.changed(graph).last();
        return node.faults().isEmpty()
                ? Optional.empty()
                : InvalidOperatorCases.claimed(mutator.toString(), node, backend);
    }
}
