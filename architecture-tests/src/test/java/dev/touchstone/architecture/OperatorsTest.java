package dev.touchstone.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.Operator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An operator is complete: a record, a line in the table of kernels, a kernel with rules, a record that names it. */
final class OperatorsTest {
    private static final Pattern CITATION = Pattern.compile("rules? [A-Z]\\d+(?:(?:,| to| and) [A-Z]\\d+)*");
    private static final Pattern LABEL = Pattern.compile("[A-Z]\\d+");

    @Test
    void everyOperatorHasALineInTheTableOfKernels() {
        assertThat(DefinedOperators.table().keySet())
                .containsExactlyInAnyOrderElementsOf(DefinedOperators.records().stream()
                        .map(Class::getSimpleName)
                        .toList());
    }

    @Test
    void everyKernelStatesItsRules() {
        assertThat(DefinedOperators.table().values().stream().distinct())
                .isNotEmpty()
                .allSatisfy(kernel -> {
                    assertThat(DefinedOperators.isKernelFile(kernel)).as(kernel).isTrue();
                    assertThat(DefinedOperators.kernel(kernel).rules())
                            .as("rules of " + kernel)
                            .isNotEmpty();
                });
    }

    @Test
    void everyRecordNamesTheKernelThatDefinesIt() {
        var table = DefinedOperators.table();

        assertThat(DefinedOperators.records()).allSatisfy(record -> {
            var documented = DefinedOperators.documented(record);
            var text = String.join(" ", DefinedOperators.record(documented).text());
            var kernel = String.valueOf(table.get(record.getSimpleName()));
            assertThat(text).as("doc comment of " + documented.getSimpleName()).contains(kernel);
        });
    }

    @Test
    void everyRuleThatARecordCitesExists() {
        var table = DefinedOperators.table();

        assertThat(DefinedOperators.records()).allSatisfy(record -> {
            var text = String.join(
                    " ",
                    DefinedOperators.record(DefinedOperators.documented(record)).text());
            var rules = DefinedOperators.kernel(String.valueOf(table.get(record.getSimpleName())))
                    .rules();
            var cited = CITATION.matcher(text)
                    .results()
                    .flatMap(m -> LABEL.matcher(m.group()).results());
            assertThat(cited.map(MatchResult::group)).isNotEmpty().isSubsetOf(rules.keySet());
        });
    }

    @Test
    void operatorNamesAreUnique() {
        assertThat(DefinedOperators.records().stream().map(r -> Operator.name(r.asSubclass(Operator.class))))
                .doesNotHaveDuplicates();
    }

    @Test
    void recordsAreOnlyData() {
        assertThat(DefinedOperators.records()).allMatch(Class::isRecord);
        assertThat(DefinedOperators.records().stream().flatMap(r -> Stream.of(r.getRecordComponents())))
                .noneMatch(c -> c.getType().isArray());
    }
}
