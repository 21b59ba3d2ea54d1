package dev.touchstone.paddle.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.paddle.cases.PaddleCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The table of operators and results, as the test prints it and {@code docs/operators.md} shows it. */
final class OperatorTable {
    private static final Path DOCUMENT = Path.of("..", "docs", "operators.md");
    private static final String BEGIN = "<!-- paddle-ops: begin -->\n";
    private static final String END = "<!-- paddle-ops: end -->\n";

    private OperatorTable() {}

    /** A case counts once for each operator type in it. */
    static String of(Map<PaddleCase, OperatorOutcome> outcomes) {
        var counts = new TreeMap<String, int[]>();
        var totals = new int[3];
        outcomes.forEach((theCase, outcome) -> {
            int column = switch (outcome) {
                case OperatorOutcome.Computed c -> 0;
                case OperatorOutcome.Refused r -> 1;
                case OperatorOutcome.NotCovered n -> 2;
            };
            totals[column]++;
            for (var type : new TreeSet<>(theCase.operators())) {
                counts.computeIfAbsent(type, k -> new int[3])[column]++;
            }
        });
        var table = new StringBuilder("| operator | passed | refused | not covered |\n| --- | --- | --- | --- |\n");
        counts.forEach((type, row) -> table.append(line(type, row)));
        return table.append(line("**all cases**", totals)).toString();
    }

    private static String line(String name, int[] row) {
        var cells = List.of(row[0], row[1], row[2]).stream()
                .map(n -> n == 0 ? "" : n.toString())
                .toList();
        return "| " + name + " | " + String.join(" | ", cells) + " |\n";
    }

    static String document() throws IOException {
        return Files.readString(DOCUMENT);
    }

    /** Fails if the document shows another table; with {@code -Dtouchstone.update=true} writes this one there. */
    static void requireCurrent(String table) throws IOException {
        String document = document();
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        assertThat(begin).as("marker %s in %s", BEGIN.strip(), DOCUMENT).isNotNegative();
        assertThat(end).as("marker %s in %s", END.strip(), DOCUMENT).isGreaterThan(begin);
        if (Boolean.getBoolean("touchstone.update")) {
            Files.writeString(
                    DOCUMENT, document.substring(0, begin + BEGIN.length()) + table + document.substring(end));
        } else {
            assertThat(document.substring(begin + BEGIN.length(), end))
                    .as("the table in %s; -Dtouchstone.update=true rewrites it", DOCUMENT)
                    .isEqualTo(table);
        }
    }
}
