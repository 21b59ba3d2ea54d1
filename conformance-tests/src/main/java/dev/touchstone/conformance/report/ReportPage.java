package dev.touchstone.conformance.report;

import dev.touchstone.backend.NumericProfile;
import dev.touchstone.report.Badge;
import dev.touchstone.report.Cell;
import dev.touchstone.report.Page;
import dev.touchstone.report.Status;
import dev.touchstone.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** A report as one HTML page: what is proven, the matrix of rules, the matrix of operators, every failure. */
final class ReportPage {
    private ReportPage() {}

    static Page of(Report report) {
        boolean failed = !report.failures().isEmpty();
        var page = Page.titled("Conformance of " + report.backend())
                .subtitle(report.proven() + " of " + report.rules().size() + " rules proven by "
                        + report.entries().size() + " cases")
                .badge(Badge.of(failed ? Status.FAILED : report.proven() > 0 ? Status.PASSED : Status.SKIPPED))
                .fact("suite version", Integer.toString(report.version()))
                .fact("seed", Long.toString(report.seed()))
                .fact("selection", report.selection())
                .fact("declared profile", profile(report.profile()))
                .fact("environment", report.environment());
        report.totals().forEach((word, count) -> page.fact("cases " + word, Long.toString(count)));
        if (report.notReached() > 0) {
            page.fact("cases not reached", Integer.toString(report.notReached()));
        }
        if (failed) {
            page.section(FailureSection.of(report));
        }
        return page.section("rules", "Rules", rules(report))
                .section("operators", "Operators", operators(report))
                .section(ProfileSection.of(report))
                .build();
    }

    private static Table rules(Report report) {
        var table = Table.of(
                "Every rule, and what its cases say",
                Table.words("rule"),
                Table.words("result"),
                Table.numbers("passed"),
                Table.numbers("skipped"),
                Table.numbers("failed"),
                Table.words("text"),
                Table.words("note"));
        for (var line : report.rules()) {
            table.row(
                    Cell.code(line.rule().id()),
                    Cell.status(status(line.status()), line.status()),
                    Cell.number(line.passed()),
                    Cell.number(line.skipped()),
                    Cell.number(line.failed()),
                    Cell.text((line.rule().required() ? "" : "(optional) ")
                            + line.rule().text()),
                    Cell.text(line.note()));
        }
        return table.build();
    }

    /** The components of the record, readable; that of the definition by its name. */
    private static String profile(String text) {
        return text.equals(NumericProfile.REFERENCE.toString())
                ? "the definition's"
                : text.replaceAll("^NumericProfile\\[|]$", "").replace("=", " ");
    }

    private static Status status(String word) {
        return switch (word) {
            case "PASSED" -> Status.PASSED;
            case "SKIPPED", "NOT_SELECTED" -> Status.SKIPPED;
            case "UNTESTED" -> Status.INFO;
            default -> Status.FAILED;
        };
    }

    private static Table operators(Report report) {
        var bySource = new LinkedHashMap<String, List<Report.Entry>>();
        report.entries()
                .forEach(e -> bySource.computeIfAbsent(e.source(), k -> new ArrayList<>())
                        .add(e));
        var table = Table.of(
                "Every operator, and of each rule how many of its cases passed",
                Table.words("operator"),
                Table.words("result"),
                Table.numbers("passed"),
                Table.numbers("skipped"),
                Table.numbers("failed"),
                Table.words("rules"));
        bySource.forEach((source, entries) -> {
            int passed = (int)
                    entries.stream().filter(e -> e.word().equals("PASSED")).count();
            int failed = (int) entries.stream().filter(Report.Entry::isFailure).count();
            table.row(
                    Cell.code(source),
                    Cell.status(failed > 0 ? Status.FAILED : passed > 0 ? Status.PASSED : Status.SKIPPED),
                    Cell.number(passed),
                    Cell.number(entries.size() - passed - failed),
                    Cell.number(failed),
                    Cell.text(rules(entries)));
        });
        return table.build();
    }

    /** {@code C1 60/60, C3 47/50 FAILED, C4 skipped}. */
    private static String rules(List<Report.Entry> entries) {
        var byRule = entries.stream()
                .collect(Collectors.groupingBy(Report.Entry::rule, LinkedHashMap::new, Collectors.toList()));
        return byRule.entrySet().stream()
                .map(e -> e.getKey() + " " + verdict(e.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String verdict(List<Report.Entry> cases) {
        long passed = cases.stream().filter(e -> e.word().equals("PASSED")).count();
        boolean failed = cases.stream().anyMatch(Report.Entry::isFailure);
        return passed == 0 && !failed ? "skipped" : passed + "/" + cases.size() + (failed ? " FAILED" : "");
    }
}
