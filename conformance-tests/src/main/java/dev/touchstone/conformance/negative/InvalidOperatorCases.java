package dev.touchstone.conformance.negative;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.Support;
import dev.touchstone.conformance.BackendUnderTest;
import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Check;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.Rule;
import dev.touchstone.conformance.RuleBook;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Operators that break a rule of theirs: core refuses the graph, and the backend does not support the node. */
public final class InvalidOperatorCases implements CaseSource {
    private static final List<InvalidOperator> OPERATORS = InvalidOperator.all();

    /** A source without choices. */
    public InvalidOperatorCases() {}

    @Override
    public String name() {
        return "invalid";
    }

    @Override
    public List<Rule> rules() {
        return OPERATORS.stream().map(InvalidOperatorCases::rule).distinct().toList();
    }

    private static Rule rule(InvalidOperator operator) {
        return RuleBook.standard().rule(operator.rule());
    }

    @Override
    public Stream<ConformanceCase> cases() {
        return IntStream.range(0, OPERATORS.size()).mapToObj(i -> {
            var operator = OPERATORS.get(i);
            return new ConformanceCase("invalid#" + i, rule(operator), () ->
                    (Check) backend -> refused(operator.what(), operator.node(), backend));
        });
    }

    private static CaseResult refused(String what, Supplier<Node> maker, BackendUnderTest underTest) {
        Node node;
        try {
            node = maker.get();
        } catch (InvalidGraphException e) {
            return new CaseResult.Passed();
        }
        if (node.faults().isEmpty()) {
            return new CaseResult.Failed("core accepts a node with " + what + ": " + node);
        }
        try {
            var builder = new GraphBuilder("invalid");
            node.inputs().stream().filter(v -> !v.isConstant()).forEach(builder::input);
            builder.add(node);
            node.outputs().forEach(builder::output);
            builder.build();
            return new CaseResult.Failed("core accepts a graph with " + what + ": " + node);
        } catch (InvalidGraphException e) {
            return asked(what, node, underTest);
        }
    }

    private static CaseResult asked(String what, Node node, BackendUnderTest underTest) {
        try (var backend = underTest.open()) {
            return claimed(what, node, backend)
                    .<CaseResult>map(CaseResult.Failed::new)
                    .orElse(new CaseResult.Passed());
        }
    }

    /** What is wrong if the backend does not say no to a node. */
    static Optional<String> claimed(String what, Node node, Backend backend) {
        return switch (backend.supports(node)) {
            case Support.Unsupported u -> Optional.empty();
            case Support.Supported s ->
                Optional.of("the backend claims to support a node with " + what + ": " + node.label());
        };
    }
}
