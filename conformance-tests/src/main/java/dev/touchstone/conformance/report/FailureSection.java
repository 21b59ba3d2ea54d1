package dev.touchstone.conformance.report;

import dev.touchstone.report.Block;
import dev.touchstone.report.Details;
import dev.touchstone.report.HeatMap;
import dev.touchstone.report.Paragraph;
import dev.touchstone.report.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** What went wrong, by rule: the rule's text, and of its first cases the command that repeats it and what it looks like. */
final class FailureSection {
    private static final int MOST_CASES = 5;
    private static final int FOLD = 32;

    private FailureSection() {}

    static Section of(Report report) {
        var texts = report.rules().stream()
                .collect(Collectors.toMap(l -> l.rule().id(), l -> l.rule().text(), (a, b) -> a, LinkedHashMap::new));
        var byRule = report.failures().stream()
                .collect(Collectors.groupingBy(Report.Entry::rule, LinkedHashMap::new, Collectors.toList()));
        var blocks = new ArrayList<Block>();
        blocks.add(new Paragraph(report.failures().size() + " cases fail, of " + byRule.size()
                + (byRule.size() == 1 ? " rule." : " rules.")));
        byRule.forEach((rule, failures) -> blocks.add(new Details(
                rule + ": " + failures.size() + (failures.size() == 1 ? " case" : " cases"),
                blocks.size() < 3,
                cases(report, texts.getOrDefault(rule, ""), failures))));
        return new Section("failures", "Failures", blocks);
    }

    private static List<Block> cases(Report report, String text, List<Report.Entry> failures) {
        var blocks = new ArrayList<Block>();
        blocks.add(new Paragraph("The rule: " + text));
        for (var failure : failures.subList(0, Math.min(MOST_CASES, failures.size()))) {
            blocks.add(new Paragraph(Summary.line(report, failure)));
            if (!failure.differences().isEmpty()) {
                blocks.add(picture(failure));
            }
        }
        if (failures.size() > MOST_CASES) {
            blocks.add(new Paragraph("And "
                    + failures.stream()
                            .skip(MOST_CASES)
                            .limit(200)
                            .map(Report.Entry::id)
                            .collect(Collectors.joining(", "))
                    + "; report.json holds them all."));
        }
        return blocks;
    }

    /** A long single row is folded, because a line of a pixel's height shows nothing. */
    private static HeatMap picture(Report.Entry failure) {
        var differences =
                failure.differences().stream().mapToDouble(Double::doubleValue).toArray();
        int columns = failure.columns();
        var caption = "actual minus expected of " + failure.id() + ", row by row";
        if (columns == differences.length && columns > FOLD) {
            int rows = (columns + FOLD - 1) / FOLD;
            return new HeatMap(
                    caption + ", folded to rows of " + FOLD,
                    "steps",
                    rows,
                    FOLD,
                    Arrays.copyOf(differences, rows * FOLD));
        }
        return new HeatMap(caption, "steps", differences.length / columns, columns, differences);
    }
}
