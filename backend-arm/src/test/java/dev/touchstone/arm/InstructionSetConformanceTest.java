package dev.touchstone.arm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.conformance.BackendUnderTest;
import dev.touchstone.conformance.junit.BackendConformance;
import dev.touchstone.conformance.suite.CaseOutcome;
import dev.touchstone.conformance.suite.Selection;
import dev.touchstone.conformance.suite.Suite;
import dev.touchstone.conformance.suite.SuiteRun;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The suite on every instruction set of this machine, with one and two threads: one case of each rule in so many; all of
 * them with {@code -Dtouchstone.conformance.every=1}. Judged as {@link ArmConformanceTest} is, which runs whole models;
 * on every instruction set {@link NetworkTest} does.
 */
class InstructionSetConformanceTest {
    private static final int EVERY = Integer.getInteger(BackendConformance.EVERY_PROPERTY, 8);

    static List<Arguments> instructionSetsAndThreads() {
        var all = new ArrayList<Arguments>();
        for (var isa : Exactness.instructionSets()) {
            all.add(Arguments.of(isa, 1));
            all.add(Arguments.of(isa, 2));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("instructionSetsAndThreads")
    void everyRuleHolds(String isa, int threads) {
        var backend =
                BackendUnderTest.of("arm " + isa, () -> new ArmConformanceTest.Exact(Exactness.open(isa, threads)));
        var what = isa + ", threads " + threads + ": ";
        // an emulator takes its time: each tenth shows that it goes on
        SuiteRun.Listener progress = (outcome, done, total) -> {
            if (done * 10 / total > (done - 1) * 10 / total) {
                System.out.println(what + done * 100 / total + " % of " + total + " cases");
            }
        };
        var results = SuiteRun.USUAL.run(
                backend, Suite.standard().without("models"), Selection.ALL.withEvery(EVERY), progress);
        System.out.println(what + results.totals());
        assertThat(results.failures().stream().map(CaseOutcome::toString)).isEmpty();
    }
}
