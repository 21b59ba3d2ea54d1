package dev.touchstone.conformance.report;

import dev.touchstone.conformance.replay.JUnitSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report as lines of text; the last one tells it all. */
public final class Summary {
    private static final int MOST_FAILURES = 20;

    private Summary() {}

    /** As {@link #lines(Report, Optional)}, for a report that is not written. */
    public static List<String> lines(Report report) {
        return lines(report, Optional.empty());
    }

    /**
     * Failures, rules without result, totals, and how many rules are proven.
     *
     * @param directory where {@link ReportFiles#write} puts the report; without one, the smallest computation that fails
     *     is printed as a JUnit test
     */
    public static List<String> lines(Report report, Optional<Path> directory) {
        var lines = new ArrayList<String>();
        var failures = report.failures();
        told(failures).forEach(f -> {
            lines.add(line(report, f));
            directory.flatMap(d -> replay(report, f, d)).ifPresent(lines::add);
        });
        if (directory.isEmpty()) {
            failures.stream()
                    .flatMap(f -> f.replay().stream())
                    .findFirst()
                    .ifPresent(file ->
                            JUnitSource.of(file, report.backend()).lines().forEach(lines::add));
        }
        if (failures.size() > MOST_FAILURES) {
            lines.add("... and " + (failures.size() - MOST_FAILURES) + " more failures; "
                    + (directory.isEmpty() ? "--report DIR writes them all" : "the report holds them all"));
        }
        report.arithmetic().forEach(a -> lines.add("arithmetic of " + a));
        var byStatus =
                report.rules().stream().collect(Collectors.groupingBy(Report.RuleLine::status, Collectors.counting()));
        lines.add("suite version " + report.version() + ", seed " + report.seed() + ", " + report.selection() + ", on "
                + report.environment());
        lines.add("cases: " + counts(report.totals())
                + (report.notReached() == 0 ? "" : ", " + report.notReached() + " not reached within the time budget"));
        lines.add("rules: " + counts(byStatus));
        lines.add(report.backend() + " proves " + report.proven() + " of "
                + report.rules().size() + " rules" + (failures.isEmpty() ? "" : " and FAILS " + broken(report)));
        return lines;
    }

    /** The first failure of each rule, then others, as far as there is room; in their order. */
    private static List<Report.Entry> told(List<Report.Entry> failures) {
        var rules = new HashSet<String>();
        var firsts = failures.stream().filter(f -> rules.add(f.rule())).toList();
        var chosen = Stream.concat(firsts.stream(), failures.stream())
                .map(Report.Entry::id)
                .distinct()
                .limit(MOST_FAILURES)
                .toList();
        return failures.stream().filter(f -> chosen.contains(f.id())).toList();
    }

    /** The command that repeats the smallest computation, if there is one. */
    private static Optional<String> replay(Report report, Report.Entry entry, Path directory) {
        return entry.replay()
                .map(file -> "  smallest: touchstone replay "
                        + directory.resolve(ReportFiles.REPLAY).resolve(file.fileName()) + " " + report.arguments());
    }

    private static String counts(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> e.getValue() + " " + e.getKey())
                .collect(Collectors.joining(", "));
    }

    private static long broken(Report report) {
        return report.failures().stream().map(Report.Entry::rule).distinct().count();
    }

    /** Rule, case, what differs, and the command that repeats the case. */
    public static String line(Report report, Report.Entry entry) {
        return entry.rule() + " " + entry.word() + " in " + entry.id() + ": " + entry.reason()
                + "; repeat with touchstone conform " + report.arguments() + " --case " + entry.id()
                + (report.seed() == 0 ? "" : " --seed " + report.seed());
    }
}
