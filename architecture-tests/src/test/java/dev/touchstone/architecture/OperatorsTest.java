package dev.touchstone.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.Operator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An operator is complete: a record, a line in the table of kernels, a kernel with rules, a record that names it. */
final class OperatorsTest {
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
