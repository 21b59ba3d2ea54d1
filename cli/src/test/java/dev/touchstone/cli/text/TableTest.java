package dev.touchstone.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void alignsNumbersRightAndWordsLeft() {
        var table =
                new Table(Table.right("ms"), Table.left("node")).row("1.5", "a").row("12.25", "longer");

        assertThat(table.lines()).containsExactly("   ms  node", "  1.5  a", "12.25  longer");
    }

    @Test
    void shortensLongNamesInTheMiddleToFitEightyColumns() {
        var table = new Table(Table.right("ms"), Table.shrinking("node")).row("1", "a".repeat(50) + "b".repeat(50));

        assertThat(table.lines()).last().isEqualTo(" 1  " + "a".repeat(36) + "..." + "b".repeat(37));
        assertThat(table.lines()).allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void refusesRowsOfAnotherLength() {
        assertThatThrownBy(() -> new Table(Table.left("a")).row("1", "2")).hasMessage("2 cells for 1 columns");
    }

    @Test
    void wrapsTextAtBlanks() {
        assertThat(Wrap.lines("note: ", 6, "word ".repeat(16)))
                .containsExactly("note: " + "word ".repeat(14) + "word", "      word");
        assertThat(Wrap.lines("", 2, "x".repeat(90) + " y")).containsExactly("x".repeat(90), "  y");
    }
}
