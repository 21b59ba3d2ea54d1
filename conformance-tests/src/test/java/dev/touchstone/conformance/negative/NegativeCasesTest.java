package dev.touchstone.conformance.negative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.NumericProfile;
import dev.touchstone.backend.Support;
import dev.touchstone.conformance.BackendUnderTest;
import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.suite.CaseOutcome;
import dev.touchstone.conformance.suite.CaseRunner;
import dev.touchstone.conformance.suite.Suite;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Abs;
import dev.touchstone.op.Relu;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class NegativeCasesTest {
    private static List<CaseOutcome> outcomes(CaseSource source, Supplier<Backend> backend) {
        try (var runner = new CaseRunner(BackendUnderTest.of("tested", backend), Duration.ofSeconds(60))) {
            return source.cases().map(c -> new CaseOutcome(c, runner.run(c))).toList();
        }
    }

    private static CaseSource convolutions() {
        return new MutatedGraphCases(Suite.standard().sources().getFirst());
    }

    @Test
    void thereAreFifteenMutatorsAndSixtyInvalidOperators() {
        assertThat(Mutator.values()).hasSizeGreaterThanOrEqualTo(15);
        assertThat(InvalidOperator.all()).hasSizeGreaterThanOrEqualTo(60);
    }

    @Test
    void coreAndReferenceRefuseEverything() {
        assertThat(outcomes(new InvalidOperatorCases(), ReferenceBackend::new))
                .filteredOn(o -> o.result().isFailure())
                .isEmpty();
        assertThat(outcomes(convolutions(), ReferenceBackend::new))
                .filteredOn(o -> o.result().isFailure())
                .isEmpty();
    }

    @Test
    void everyMutatorSpoilsAGraph() {
        var graph = twoNodes();

        assertThat(Mutator.values()).allSatisfy(mutator -> {
            assertThat(mutator.appliesTo(graph)).as(mutator.name()).isTrue();
            assertThatThrownBy(() -> mutator.apply(graph)).as(mutator.name()).isInstanceOf(InvalidGraphException.class);
        });
    }

    private static Graph twoNodes() {
        var builder = new GraphBuilder("two nodes");
        var x = builder.input("x", TensorType.int8(Shape.of(2, 3), 0.5f));
        builder.output(builder.add("b", new Relu(), builder.add("a", new Abs(), x)));
        return builder.build();
    }

    @Test
    void aBackendThatClaimsEverythingFails() {
        record Boaster() implements Backend {
            @Override
            public NumericProfile profile() {
                return NumericProfile.REFERENCE;
            }

            @Override
            public Support supports(Node node) {
                return Support.SUPPORTED;
            }

            @Override
            public CompiledGraph compile(Graph graph) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void close() {}
        }

        assertThat(outcomes(new InvalidOperatorCases(), Boaster::new))
                .filteredOn(o -> o.result().isFailure())
                .extracting(CaseOutcome::toString)
                .anyMatch(
                        t -> t.endsWith("(conv2d/C1) FAILED: the backend claims to support a node with input of rank 3:"
                                + " node (conv2d)"));
    }
}
