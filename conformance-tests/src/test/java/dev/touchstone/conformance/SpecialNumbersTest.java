package dev.touchstone.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.conformance.cases.SpecialNumberCases;
import dev.touchstone.conformance.suite.Selection;
import dev.touchstone.conformance.suite.Suite;
import dev.touchstone.conformance.suite.SuiteRun;
import dev.touchstone.reference.ReferenceBackend;
import org.junit.jupiter.api.Test;

/** The results written down by hand must be those of the definition. */
final class SpecialNumbersTest {
    @Test
    void theReferenceMakesOfSpecialNumbersWhatTheRulesSay() {
        var reference = BackendUnderTest.of("reference", ReferenceBackend::new);

        var results = SuiteRun.USUAL.run(
                reference, Suite.of(new SpecialNumberCases()), Selection.ALL, SuiteRun.Listener.NONE);

        assertThat(results.failures()).isEmpty();
        assertThat(results.totals()).containsOnlyKeys("PASSED");
    }
}
