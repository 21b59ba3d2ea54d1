package dev.touchstone.conformance.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.backend.Backend;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.NumericProfile;
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
import dev.touchstone.reference.ReferenceBackend;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The suite itself: complete, deterministic, selectable, and safe from what a backend does to it. */
final class SuiteTest {
    private static final Suite SUITE = Suite.standard();
    private static final BackendUnderTest REFERENCE = BackendUnderTest.of("reference", ReferenceBackend::new);

    @Test
    void everyRuleHasCasesOrAReason() {
        var tested = SUITE.cases().map(c -> c.rule().id()).collect(Collectors.toSet());

        assertThat(SUITE.rules())
                .allSatisfy(r -> assertThat(
                                tested.contains(r.id()) ^ SUITE.untested().containsKey(r.id()))
                        .as(r.id())
                        .isTrue());
    }

    @Test
    void thereAreTenThousandInt8CasesAndFloatOnesToo() {
        var bodies = SUITE.cases().map(c -> c.body().get()).filter(Computation.class::isInstance);
        var byKind = bodies.map(b -> ((Computation) b).graph())
                .collect(Collectors.partitioningBy(
                        g -> g.nodes().stream()
                                        .limit(1)
                                        .anyMatch(n -> n.output().type().isQuantizedInt8())
                                || g.inputs().stream().anyMatch(v -> v.type().isQuantizedInt8()),
                        Collectors.counting()));

        assertThat(byKind.get(true)).isGreaterThanOrEqualTo(10_000);
        assertThat(byKind.get(false)).isGreaterThanOrEqualTo(2_000);
    }

    @Test
    void casesDependOnVersionSeedOperatorAndIndexOnly() {
        var some = Selection.ALL.withEvery(40);
        var once = some.of(SUITE);
        var again = some.of(Suite.standard());

        assertThat(SUITE.cases().map(ConformanceCase::id)).doesNotHaveDuplicates();
        for (int i = 0; i < once.size(); i++) {
            if (once.get(i).body().get() instanceof Computation a
                    && again.get(i).body().get() instanceof Computation b) {
                assertThat(a.graph().toText()).isEqualTo(b.graph().toText());
                assertThat(a.inputs()).hasSameSizeAs(b.inputs());
                for (int k = 0; k < a.inputs().size(); k++) {
                    assertThat(a.inputs()
                                    .get(k)
                                    .segment()
                                    .mismatch(b.inputs().get(k).segment()))
                            .isEqualTo(-1);
                }
            }
        }
    }

    @Test
    void rulesAreSelectedByFamilyAndByOperator() {
        assertThat(Selection.ALL.withRules("conv2d/C3").of(SUITE)).hasSizeGreaterThanOrEqualTo(120);
        assertThat(Selection.ALL.withRules("relu6/*").of(SUITE))
                .extracting(ConformanceCase::source)
                .containsOnly("relu6");
        assertThat(Selection.ALL.withRules("unary/U3").of(SUITE))
                .extracting(ConformanceCase::source)
                .contains("relu6", "clip");
    }

    @Test
    void aSelectionOfNothingIsAnError() {
        assertThatThrownBy(() -> Selection.ALL.withCases("conv2d#99999999").of(SUITE))
                .isInstanceOf(SelectionException.class)
                .hasMessage("there is no case conv2d#99999999 in this suite (version 2, seed 0)");
        assertThatThrownBy(() -> Selection.ALL.withRules("conv3d/*").of(SUITE))
                .isInstanceOf(SelectionException.class)
                .hasMessageStartingWith("no case tests a rule conv3d/*; families are conv2d, numbers, pool2d, ");
        assertThatThrownBy(() -> Shard.parse("9/8"))
                .isInstanceOf(SelectionException.class)
                .hasMessage("shard is 9/8; expected 1/8 to 8/8");
    }

    @Test
    void shardsShareEveryCaseOnce() {
        var some = Selection.ALL.withRules("pool2d/*");
        var parts = Stream.of("1/3", "2/3", "3/3")
                .flatMap(s -> some.withShard(Shard.parse(s)).of(SUITE).stream())
                .map(ConformanceCase::id);

        assertThat(parts.toList())
                .containsExactlyInAnyOrderElementsOf(
                        some.of(SUITE).stream().map(ConformanceCase::id).toList());
    }

    @Test
    void aBackendThatThrowsOrHangsCostsOneCase() {
        var never = new CountDownLatch(1);
        var source = source(
                b -> {
                    throw new IllegalStateException("boom");
                },
                b -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return new CaseResult.Passed();
                },
                b -> new CaseResult.Passed());

        var results = new SuiteRun(Duration.ofSeconds(2), Optional.empty())
                .run(REFERENCE, Suite.of(source), Selection.ALL, SuiteRun.Listener.NONE);

        assertThat(results.outcomes().stream().map(CaseOutcome::toString))
                .containsExactly(
                        "life#0 (life/X1) CRASHED: threw java.lang.IllegalStateException: boom",
                        "life#1 (life/X1) CRASHED: no answer within 2 s",
                        "life#2 (life/X1) PASSED");
    }

    private static CaseSource source(Check... checks) {
        var rule = Rule.required("life/X1", "SuiteTest", "a rule");
        return new CaseSource() {
            @Override
            public String name() {
                return "life";
            }

            @Override
            public List<Rule> rules() {
                return List.of(rule);
            }

            @Override
            public Stream<ConformanceCase> cases() {
                return Stream.iterate(0, i -> i < checks.length, i -> i + 1)
                        .map(i -> new ConformanceCase("life#" + i, rule, () -> checks[i]));
            }
        };
    }

    @Test
    void aBudgetLeavesCasesOutAndCountsThem() {
        var results = SuiteRun.USUAL
                .within(Duration.ZERO)
                .run(REFERENCE, SUITE, Selection.ALL.withRules("conv2d/*"), SuiteRun.Listener.NONE);

        assertThat(results.outcomes()).isEmpty();
        assertThat(results.notReached()).isGreaterThanOrEqualTo(1710);
        assertThat(results.proven()).isZero();
    }

    @Test
    void theBackendIsClosed() {
        var closed = new int[1];
        var backend = new BackendUnderTest(
                "counting",
                () -> {
                    var right = new ReferenceBackend();
                    return closing(right, closed);
                },
                Optional.empty());

        SuiteRun.USUAL.run(backend, SUITE, Selection.ALL.withCases("conv2d#1"), SuiteRun.Listener.NONE);

        assertThat(closed[0]).isEqualTo(1);
    }

    private static Backend closing(Backend right, int[] closed) {
        return new Backend() {
            @Override
            public NumericProfile profile() {
                return right.profile();
            }

            @Override
            public Support supports(Node node) {
                return right.supports(node);
            }

            @Override
            public CompiledGraph compile(Graph graph) {
                return right.compile(graph);
            }

            @Override
            public void close() {
                closed[0]++;
            }
        };
    }
}
