package dev.touchstone.conformance.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.backend.Backend;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.NumericProfile;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.conformance.BackendUnderTest;
import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.replay.Replay;
import dev.touchstone.conformance.replay.ReplayFile;
import dev.touchstone.conformance.suite.CaseRunner;
import dev.touchstone.conformance.teeth.Forwarding;
import dev.touchstone.conformance.teeth.ForwardingBackend;
import dev.touchstone.graph.Graph;
import dev.touchstone.paddle.cases.PaddleCase;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.tensor.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Native Paddle's cases as a source; what the definition makes of them is the suite's own run. */
class PaddleCasesTest {
    private static final CaseSource SOURCE = new PaddleCases();

    /** The archive: 1282 programs with right results, 4 with wrong ones, whose results the definition alone decides. */
    @Test
    void everyProgramThatNativePaddleComputesIsACase() {
        var computed = PaddleCase.all().stream().filter(PaddleCase::isComputed).count();
        var byRule = SOURCE.cases().collect(Collectors.groupingBy(c -> c.rule().label(), Collectors.counting()));

        assertThat(computed).isEqualTo(1282);
        assertThat(byRule).contains(Map.entry("O1", 1286L), Map.entry("O5", 36L), Map.entry("O6", 36L));
        assertThat(programs("O3", "O4")).hasSize(1282);
    }

    private static Set<Integer> programs(String... rules) {
        return SOURCE.cases()
                .filter(c -> List.of(rules).contains(c.rule().label()))
                .map(c -> Integer.parseInt(c.id().substring("paddle#".length())) % 10_000)
                .collect(Collectors.toSet());
    }

    @Test
    void aGraphIsNamedLikeItsProgram() {
        var first = one("paddle#0").computation().orElseThrow();

        assertThat(first.graph().name()).isEqualTo(PaddleCase.all().getFirst().name());
    }

    @Test
    void resultsOfAnotherArithmeticAreNotComparedWithNativePaddle() {
        var profile = NumericProfile.REFERENCE.with(NumericProfile.Rounding.TRUNCATE);

        assertThat(run(declaring(profile), one(firstOf("act_relu"))))
                .isEqualTo(new CaseResult.Skipped(
                        "the profile is not the definition's, which alone gives the expected results"));
    }

    @Test
    void anotherOrderOfSumsMattersToSumsOnly() {
        var blocked = NumericProfile.REFERENCE.with(NumericProfile.Accumulation.BLOCKED);

        assertThat(run(declaring(blocked), one(firstOf("act_relu")))).isEqualTo(new CaseResult.Passed());
        assertThat(run(declaring(blocked), one(firstOf("conv2d_grid")))).isInstanceOf(CaseResult.Skipped.class);
    }

    /** The first case of rule O3 from a category of the archive. */
    private static String firstOf(String category) {
        var programs = PaddleCase.all();
        return SOURCE.cases()
                .filter(c -> c.rule().label().equals("O3"))
                .filter(c -> programs.get(Integer.parseInt(c.id().substring("paddle#".length())) % 10_000)
                        .name()
                        .startsWith(category))
                .findFirst()
                .orElseThrow()
                .id();
    }

    @Test
    void aFailureBecomesASmallFileThatRepeatsIt() {
        var faulty = underTest(new ForwardingBackend(PaddleCasesTest::oneTooMuch));
        var c = one(firstOf("conv2d_grid"));
        try (var runner = new CaseRunner(faulty, Duration.ofSeconds(60))) {
            var result = runner.run(c);
            assertThat(result.reason()).contains("[0, 0, 0, 0] is ", ", expected ");

            var file =
                    ReplayFile.parse(runner.smallest(c, result, 0).orElseThrow().toText());
            assertThat(file.computation().graph().nodes()).hasSize(1);
            assertThat(file.computation().inputs())
                    .allSatisfy(t -> assertThat(t.shape().elements()).isLessThanOrEqualTo(4));
            try (var backend = faulty.open();
                    var right = new ReferenceBackend()) {
                assertThat(Replay.run(file, backend).isFailure()).isTrue();
                assertThat(Replay.run(file, right)).isEqualTo(new CaseResult.Passed());
            }
        }
    }

    private static void oneTooMuch(CompiledGraph right, List<Tensor> inputs, List<Tensor> outputs, RunMonitor monitor) {
        right.run(inputs, outputs, monitor);
        outputs.getFirst().floats()[0] += 1;
    }

    private static Backend declaring(NumericProfile profile) {
        return new Forwarding() {
            @Override
            public NumericProfile profile() {
                return profile;
            }

            @Override
            public CompiledGraph compile(Graph graph) {
                return REFERENCE.compile(graph);
            }
        };
    }

    private static CaseResult run(Backend backend, ConformanceCase c) {
        try (var runner = new CaseRunner(underTest(backend), Duration.ofSeconds(60))) {
            return runner.run(c);
        }
    }

    private static BackendUnderTest underTest(Backend backend) {
        return BackendUnderTest.of("tested", () -> backend);
    }

    private static ConformanceCase one(String id) {
        return SOURCE.cases().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
    }
}
