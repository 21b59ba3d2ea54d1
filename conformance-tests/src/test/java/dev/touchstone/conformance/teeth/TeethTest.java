package dev.touchstone.conformance.teeth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.conformance.shrink.Shrunk;
import dev.touchstone.conformance.suite.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The suite must notice deliberate faults, each by a rule that the fault breaks. */
final class TeethTest {
    @Test
    void thereAreTwoHundredMutantsAndMore() {
        assertThat(Mutants.all())
                .extracting(Mutant::name)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(200);
    }

    private static String readme() throws IOException {
        var here = Path.of("").toAbsolutePath();
        return Files.readString(
                (Files.exists(here.resolve("README.md")) ? here : here.resolve("..")).resolve("README.md"));
    }

    @Test
    void mutantsNameRulesThatExist() {
        var rules = Suite.standard().rules().stream().map(r -> r.id()).toList();

        assertThat(Mutants.all().stream().flatMap(m -> m.rules().stream()).distinct())
                .isSubsetOf(rules);
    }

    @Test
    void atLeastNineteenInTwentyAreKilledByARuleThatTheyBreakAndReduced() throws IOException {
        var table = KillTable.of(Suite.standard(), Mutants.all());
        long tested = table.rows().stream().filter(KillTable.Row::tested).count();

        assertThat(tested).as(table.summary()).isPositive();
        assertThat(table.survivors()).as(table.summary()).hasSizeLessThanOrEqualTo((int) (tested / 20));
        assertThat(table.median(Shrunk::operators)).as(table.reduction()).isEqualTo(1);
        assertThat(table.median(Shrunk::elements)).as(table.reduction()).isLessThanOrEqualTo(64);
        assertThat(readme().replaceAll("\\s+", " "))
                .as("README.md says what scripts/kill-table prints")
                .contains("it kills " + (tested - table.survivors().size()) + " of "
                        + table.rows().size() + " deliberately faulty backends");
    }
}
