package dev.touchstone.conformance.report;

import dev.touchstone.report.Badge;
import dev.touchstone.report.Block;
import dev.touchstone.report.Cell;
import dev.touchstone.report.Details;
import dev.touchstone.report.HeatMap;
import dev.touchstone.report.Page;
import dev.touchstone.report.Paragraph;
import dev.touchstone.report.Section;
import dev.touchstone.report.Status;
import dev.touchstone.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** A report as one HTML page: what is proven, the matrix of rules, the matrix of operators, every failure. */
final class ReportPage {
    private static final int MOST_FAILURES = 50;

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
                .fact("declared profile", report.profile())
                .fact("environment", report.environment());
        report.totals().forEach((word, count) -> page.fact("cases " + word, Long.toString(count)));
        if (report.notReached() > 0) {
            page.fact("cases not reached", Integer.toString(report.notReached()));
        }
        if (failed) {
            page.section(failures(report));
        }
        return page.section("rules", "Rules", rules(report))
                .section("operators", "Operators", operators(report))
                .section(ProfileSection.of(report))
                .build();
    }

    private static Section failures(Report report) {
        var blocks = new ArrayList<Block>();
        var failures = report.failures();
        if (failures.size() > MOST_FAILURES) {
            blocks.add(new Paragraph("The first " + MOST_FAILURES + " of " + failures.size()
                    + " failures; report.json holds all of them."));
        }
        for (var failure : failures.subList(0, Math.min(MOST_FAILURES, failures.size()))) {
            var details = new ArrayList<Block>();
            details.add(new Paragraph(Summary.line(report, failure)));
            if (!failure.differences().isEmpty()) {
                details.add(new HeatMap(
                        "actual minus expected, row by row",
                        "steps",
                        failure.differences().size() / failure.columns(),
                        failure.columns(),
                        failure.differences().stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray()));
            }
            blocks.add(new Details(failure.rule() + " in " + failure.id(), blocks.size() < 2, details));
        }
        return new Section("failures", "Failures", blocks);
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
                "Every operator, and the rules that its cases test",
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
                    Cell.text(String.join(
                            ", ",
                            entries.stream().map(Report.Entry::rule).distinct().toList())));
        });
        return table.build();
    }
}
