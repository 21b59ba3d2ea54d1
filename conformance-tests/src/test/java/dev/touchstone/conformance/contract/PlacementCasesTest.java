package dev.touchstone.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.backend.Backend;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.Support;
import dev.touchstone.conformance.BackendUnderTest;
import dev.touchstone.conformance.cases.GraphCases;
import dev.touchstone.conformance.suite.CaseOutcome;
import dev.touchstone.conformance.suite.Results;
import dev.touchstone.conformance.suite.RuleResult;
import dev.touchstone.conformance.suite.Selection;
import dev.touchstone.conformance.suite.Suite;
import dev.touchstone.conformance.suite.SuiteRun;
import dev.touchstone.conformance.teeth.Forwarding;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.reference.ReferenceBackend;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class PlacementCasesTest {
    private static Results run(Supplier<Backend> backend) {
        return SuiteRun.USUAL.run(
                BackendUnderTest.of("tested", backend),
                Suite.of(new PlacementCases(new GraphCases(0))),
                Selection.ALL.withEvery(5),
                SuiteRun.Listener.NONE);
    }

    @Test
    void theReferenceRunsWhatItClaims() {
        assertThat(run(ReferenceBackend::new).failures()).isEmpty();
    }

    /** Claims every node when it is asked alone, and none when the runtime asks. */
    private record Wavering(int opened) implements Forwarding {
        @Override
        public Support supports(Node node) {
            return opened % 2 == 0
                    ? REFERENCE.supports(node)
                    : new Support.Unsupported("MOOD", "mood", "good", "bad", "");
        }

        @Override
        public CompiledGraph compile(Graph graph) {
            return REFERENCE.compile(graph);
        }
    }

    @Test
    void aClaimedNodeThatTheReferenceRanCountsAsFailure() {
        // The suite opens it once to begin with; then, of each case, the second opening is the session's.
        var opened = new AtomicInteger(1);
        var results = run(() -> new Wavering(opened.getAndIncrement()));

        assertThat(results.failures()).isNotEmpty();
        assertThat(results.failures().stream().map(CaseOutcome::toString))
                .allMatch(t -> t.matches("placement#\\d+ \\(spi/B19\\) NOT_EXECUTED: claimed, but the placement shows"
                        + " .* on reference, because \\[tested: MOOD: mood is bad; supported: good\\].*"));
        assertThat(results.rules())
                .filteredOn(r -> r.rule().id().equals("spi/B19"))
                .extracting(RuleResult::status)
                .containsExactly(RuleResult.Status.NOT_EXECUTED);
    }
}
