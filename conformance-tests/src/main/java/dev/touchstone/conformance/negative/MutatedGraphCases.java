package dev.touchstone.conformance.negative;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.conformance.BackendUnderTest;
import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Check;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.Rule;
import dev.touchstone.graph.Graph;
import java.util.ArrayList;
import java.util.List;
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
     * One case for each valid one, with one mutator after the other.
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
        var cases = new ArrayList<ConformanceCase>();
        valid.cases().forEach(c -> {
            var mutator = MUTATORS.get(cases.size() % MUTATORS.size());
            var rule = GRAPHS.get(mutator.label().charAt(1) - '1');
            cases.add(new ConformanceCase(
                    name() + "#" + cases.size(),
                    rule,
                    () -> (Check) backend -> c.body().get() instanceof Computation computation
                            ? mutated(mutator, computation.graph(), backend)
                            : new CaseResult.Skipped(c + " is no computation")));
        });
        return cases.stream();
    }

    private static CaseResult mutated(Mutator mutator, Graph graph, BackendUnderTest underTest) {
        if (!mutator.appliesTo(graph)) {
            return new CaseResult.Skipped(mutator + " does not apply to " + graph);
        }
        try {
            mutator.apply(graph);
            return new CaseResult.Failed("core accepts " + graph + " after " + mutator);
        } catch (InvalidGraphException e) {
            return graph.nodes().size() == 1 && mutator.label().matches("G[4-7]")
                    ? lastNode(mutator, graph, underTest)
                    : new CaseResult.Passed();
        }
    }

    /** Asks the backend about the changed node, if it is wrong by itself. */
    private static CaseResult lastNode(Mutator mutator, Graph graph, BackendUnderTest underTest) {
        var node = mutator.changed(graph).last();
        return node.faults().isEmpty()
                ? new CaseResult.Passed()
                : InvalidOperatorCases.asked(mutator.toString(), node, underTest);
    }
}
