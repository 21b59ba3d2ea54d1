package dev.touchstone.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.backend.Backend;
import dev.touchstone.backend.NumericProfile;
import dev.touchstone.backend.Support;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Conv2d;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The suite itself: what it must let pass, what it must notice, and in which words. */
final class SuiteTest {
    private static Stream<ConformanceCase> cases() {
        return Suite.OPERATORS.stream().flatMap(o -> o.rules().stream().flatMap(o::cases));
    }

    /** The cases that {@link NestedLoopBackend} computes. */
    private static Stream<ConformanceCase> convolutions() {
        return cases().filter(c -> c.graph().nodes().getFirst().operator() instanceof Conv2d);
    }

    private static List<String> failures(Backend backend) {
        var run = new CaseRun(backend);
        return cases().map(run::of)
                .filter(CaseResult.Failed.class::isInstance)
                .map(r -> ((CaseResult.Failed) r).text())
                .toList();
    }

    @Test
    void aRightBackendOfOtherMakePassesEverything() {
        var run = new CaseRun(new NestedLoopBackend(Fault.NONE));

        assertThat(convolutions().map(run::of)).isNotEmpty().allMatch(r -> r.equals(new CaseResult.Passed()));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyFaultIsNoticedByTheRuleItBreaks(Fault fault) {
        assertThat(failures(new NestedLoopBackend(fault))).anyMatch(f -> f.startsWith(fault.rule() + " failed in "));
    }

    @Test
    void everyRuleHasAFaultThatItNotices() {
        var noticed = Stream.of(Fault.values()).map(Fault::rule).collect(Collectors.toSet());

        assertThat(new Conv2dCases().rules()).extracting(Rule::id).isSubsetOf(noticed);
    }

    @Test
    void aFailureIsOneLineThatSaysHowToRepeatIt() {
        assertThat(failures(new NestedLoopBackend(Fault.LOSES_ACTIVATION)))
                .allMatch(f -> f.matches("conv2d/C9 failed in conv2d#\\d+: output y\\[\\d+, \\d+, \\d+, \\d+] is \\S+,"
                        + " expected \\S+ \\(\\d+ of \\d+ elements differ\\); repeat with"
                        + " -Dtouchstone\\.conformance\\.case=conv2d#\\d+"));
    }

    @Test
    void oneCaseCanBeRepeatedAlone() {
        System.setProperty(BackendConformance.CASE_PROPERTY, "conv2d#17");
        try {
            assertThat(conformance(new NestedLoopBackend(Fault.NONE)).rules())
                    .singleElement()
                    .extracting(DynamicNode::getDisplayName)
                    .asString()
                    .startsWith("conv2d#17 Conv2d[");
        } finally {
            System.clearProperty(BackendConformance.CASE_PROPERTY);
        }
    }

    @Test
    void aSelectionOfNothingIsAnError() {
        System.setProperty(BackendConformance.CASE_PROPERTY, "conv2d#99999");
        try {
            assertThatThrownBy(
                            () -> conformance(new NestedLoopBackend(Fault.NONE)).rules())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "touchstone.conformance.case is conv2d#99999, which is no case of this suite (version 1)");
        } finally {
            System.clearProperty(BackendConformance.CASE_PROPERTY);
        }
    }

    @Test
    void underJUnitFailuresFailAndRefusalsAreSkipped() {
        assertThat(outcomes(new NestedLoopBackend(Fault.NONE)))
                .containsKey("passed")
                .doesNotContainKey("failed");
        assertThat(outcomes(new NestedLoopBackend(Fault.ROUNDS_HALVES_AWAY))).containsKeys("passed", "failed");
        assertThat(outcomes(new Refusing())).containsOnlyKeys("skipped: NEVER: mood is bad; supported: good");
    }

    @Test
    void anotherProfileIsSkippedNotPassed() {
        var profile = new NumericProfile(
                NumericProfile.Rounding.HALF_AWAY,
                NumericProfile.REFERENCE.range(),
                NumericProfile.REFERENCE.requantization(),
                NumericProfile.REFERENCE.multiplier(),
                NumericProfile.REFERENCE.bias(),
                NumericProfile.REFERENCE.activationPlace(),
                NumericProfile.REFERENCE.averageDivisor(),
                NumericProfile.REFERENCE.transcendental(),
                NumericProfile.REFERENCE.accumulation());

        assertThat(new CaseRun(new Declaring(profile)).of(cases().findFirst().orElseThrow()))
                .isEqualTo(new CaseResult.Skipped(
                        "the backend's profile is not the reference's; only exact results are judged"));
    }

    @Test
    void casesDependOnVersionOperatorAndIndexOnly() {
        var once = cases().toList();
        var again = cases().toList();

        assertThat(convolutions()).hasSize(480);
        assertThat(once).extracting(ConformanceCase::id).doesNotHaveDuplicates();
        for (int i = 0; i < once.size(); i++) {
            assertThat(once.get(i).graph().toText())
                    .isEqualTo(again.get(i).graph().toText());
            assertThat(once.get(i)
                            .inputs()
                            .getFirst()
                            .segment()
                            .mismatch(again.get(i).inputs().getFirst().segment()))
                    .isEqualTo(-1);
        }
        // The first number of a SplittableRandom whose seed is the FNV-1a hash of "1/conv2d/17".
    }

    @Test
    void int8AndFloatAreBothCovered() {
        assertThat(cases().map(c -> c.inputs().getFirst().type().dataType().toString())
                        .distinct())
                .containsExactlyInAnyOrder("float32", "int8");
    }

    private static BackendConformance conformance(Backend backend) {
        return new BackendConformance() {
            @Override
            protected Backend backend() {
                return backend;
            }
        };
    }

    private static Map<String, Long> outcomes(Backend backend) {
        return conformance(backend)
                .rules()
                .flatMap(SuiteTest::tests)
                .collect(Collectors.groupingBy(SuiteTest::outcome, Collectors.counting()));
    }

    private static Stream<DynamicTest> tests(DynamicNode node) {
        return switch (node) {
            case DynamicTest t -> Stream.of(t);
            case DynamicContainer c -> c.getChildren().flatMap(SuiteTest::tests);
            default -> throw new IllegalStateException("neither test nor container: " + node);
        };
    }

    private static String outcome(DynamicTest test) {
        try {
            test.getExecutable().execute();
            return "passed";
        } catch (org.opentest4j.TestAbortedException e) {
            return "skipped: " + String.valueOf(e.getMessage()).replace("Assumption failed: ", "");
        } catch (Throwable e) {
            return "failed";
        }
    }

    private record Refusing() implements DelegatingBackend {
        @Override
        public Support supports(Node node) {
            return new Support.Unsupported("NEVER", "mood", "good", "bad", "");
        }
    }

    private record Declaring(NumericProfile profile) implements DelegatingBackend {}
}
