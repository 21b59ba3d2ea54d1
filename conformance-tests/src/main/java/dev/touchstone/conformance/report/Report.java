package dev.touchstone.conformance.report;

import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.Rule;
import dev.touchstone.conformance.profile.Identification;
import dev.touchstone.conformance.replay.ReplayFile;
import dev.touchstone.conformance.suite.CaseOutcome;
import dev.touchstone.conformance.suite.Results;
import dev.touchstone.conformance.suite.SelectionException;
import dev.touchstone.conformance.suite.Shard;
import dev.touchstone.conformance.suite.Suite;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A run as data. Holds neither times nor dates, so that equal results give equal reports, and the reports of all shards
 * that of the whole.
 *
 * @param backend its name
 * @param arguments what chooses it on the command line
 * @param profile what it declares
 * @param version of the suite
 * @param seed of the suite
 * @param selection what was selected, without the shard
 * @param selected how many cases that is
 * @param environment Java version and machine
 * @param entries one for each case that ran, in the suite's order
 * @param notReached how many selected cases the time budget left out
 * @param arithmetic for each operator in which arithmetic the backend computes; empty if nothing gave reason to find out
 */
public record Report(
        String backend,
        String arguments,
        String profile,
        int version,
        long seed,
        String selection,
        int selected,
        String environment,
        List<Entry> entries,
        int notReached,
        List<String> arithmetic) {
    /**
     * One case.
     *
     * @param id the case's
     * @param rule the id of its rule
     * @param word {@code PASSED}, {@code FAILED}, ...
     * @param reason empty for what passed
     * @param differences actual minus expected of the first output that differs, row by row; empty if there are none
     * @param columns how many of them make a row
     * @param smallest text of the replay file of the smallest computation that fails in this way; only for the first
     *     failure of each rule in a source, else empty
     */
    public record Entry(
            String id,
            String rule,
            String word,
            String reason,
            List<Double> differences,
            int columns,
            Optional<String> smallest) {
        /** Copies the list. */
        public Entry {
            differences = List.copyOf(differences);
        }

        /** Whether it counts as failure. */
        public boolean isFailure() {
            return word.equals("FAILED") || word.equals("NOT_EXECUTED") || word.equals("CRASHED");
        }

        /** A case without a smallest computation. */
        public Entry(String id, String rule, String word, String reason, List<Double> differences, int columns) {
            this(id, rule, word, reason, differences, columns, Optional.empty());
        }

        /** The replay file. */
        Optional<ReplayFile> replay() {
            return smallest.map(ReplayFile::parse);
        }

        private Entry withoutSmallest() {
            return new Entry(id, rule, word, reason, differences, columns, Optional.empty());
        }

        /** The operator or part of the interface that it belongs to. */
        public String source() {
            return id.substring(0, id.indexOf('#'));
        }
    }

    /** Copies the list. */
    public Report {
        entries = List.copyOf(entries);
        arithmetic = List.copyOf(arithmetic);
    }

    /** The report of a run. */
    public static Report of(Results results) {
        var selection = results.selection();
        return new Report(
                results.backend().name(),
                results.backend().arguments(),
                results.profile().toString(),
                Suite.VERSION,
                results.suite().seed(),
                selection.cases().isEmpty()
                        ? (selection.rules().isEmpty() ? "all rules" : String.join(", ", selection.rules()))
                                + (selection.every() > 1 ? ", one case in " + selection.every() : "")
                        : String.join(", ", selection.cases()),
                selection.withShard(Shard.WHOLE).of(results.suite()).size(),
                "Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch"),
                results.outcomes().stream().map(Report::entry).toList(),
                results.notReached(),
                results.identification().stream()
                        .map(Identification.Line::toString)
                        .toList());
    }

    private static Entry entry(CaseOutcome outcome) {
        var result = outcome.result();
        var picture = result instanceof CaseResult.Failed f
                ? f.evidence().map(Picture::of).orElse(Picture.NONE)
                : Picture.NONE;
        return new Entry(
                outcome.testCase().id(),
                outcome.testCase().rule().id(),
                result.word(),
                result.reason(),
                picture.differences(),
                picture.columns(),
                outcome.smallest().map(ReplayFile::toText));
    }

    /**
     * One report from those of all shards of a selection.
     *
     * @throws SelectionException if they are not of one backend, suite and selection, overlap or leave cases out
     */
    public static Report merged(List<Report> shards) {
        var first = shards.getFirst();
        var order = new HashMap<String, Integer>();
        Suite.standard(first.seed()).cases().forEach(c -> order.put(c.id(), order.size()));
        var entries = new ArrayList<Entry>();
        int notReached = 0;
        for (var shard : shards) {
            if (!shard.heading().equals(first.heading())) {
                throw new SelectionException(
                        "cannot merge a report of " + shard.heading() + " with one of " + first.heading());
            }
            entries.addAll(shard.entries());
            notReached += shard.notReached();
        }
        if (entries.stream().map(Entry::id).distinct().count() < entries.size()) {
            throw new SelectionException("the reports overlap: a case occurs in two of them");
        }
        if (entries.size() + notReached < first.selected()) {
            throw new SelectionException("the reports have " + (entries.size() + notReached) + " of " + first.selected()
                    + " cases of " + first.selection() + "; expected those of all shards");
        }
        entries.sort(Comparator.comparing(e -> order.getOrDefault(e.id(), Integer.MAX_VALUE)));
        return new Report(
                first.backend(),
                first.arguments(),
                first.profile(),
                first.version(),
                first.seed(),
                first.selection(),
                first.selected(),
                first.environment(),
                firstSmallest(entries),
                notReached,
                // Every shard that had reason to find out has found out the same.
                shards.stream()
                        .map(Report::arithmetic)
                        .filter(a -> !a.isEmpty())
                        .findFirst()
                        .orElse(List.of()));
    }

    /** Every shard has reduced its first failure of a rule; of the whole only the very first is reduced. */
    private static List<Entry> firstSmallest(List<Entry> entries) {
        var broken = new HashSet<String>();
        return entries.stream()
                .map(e -> !e.isFailure() || broken.add(e.source() + " " + e.rule()) ? e : e.withoutSmallest())
                .toList();
    }

    private String heading() {
        return arguments + " (" + profile + "), suite version " + version + ", seed " + seed + ", " + selection + ", "
                + environment;
    }

    /** What the cases of one rule say together. */
    public record RuleLine(Rule rule, String status, int passed, int skipped, int failed, String note) {}

    /** One line for each rule of the suite. */
    public List<RuleLine> rules() {
        var byRule = entries.stream().collect(Collectors.groupingBy(Entry::rule));
        var suite = Suite.standard(seed);
        return suite.rules().stream()
                .map(r -> line(
                        r,
                        byRule.getOrDefault(r.id(), List.of()),
                        suite.untested().getOrDefault(r.id(), "")))
                .toList();
    }

    private static RuleLine line(Rule rule, List<Entry> cases, String untested) {
        int passed = (int) cases.stream().filter(e -> e.word().equals("PASSED")).count();
        var skipped = cases.stream().filter(e -> e.word().equals("SKIPPED")).toList();
        int failed = (int) cases.stream().filter(Entry::isFailure).count();
        String status;
        if (cases.isEmpty()) {
            status = untested.isEmpty() ? "NOT_SELECTED" : "UNTESTED";
        } else if (failed > 0) {
            status = List.of("FAILED", "NOT_EXECUTED", "CRASHED").stream()
                    .filter(w -> cases.stream().anyMatch(e -> e.word().equals(w)))
                    .findFirst()
                    .orElseThrow();
        } else {
            status = passed > 0 ? "PASSED" : "SKIPPED";
        }
        var note = cases.isEmpty()
                ? untested
                : passed == 0 && !skipped.isEmpty() ? skipped.getFirst().reason() : "";
        return new RuleLine(rule, status, passed, skipped.size(), failed, note);
    }

    /** How many rules are proven: with a case that passed and none that failed. */
    public long proven() {
        return rules().stream().filter(r -> r.status().equals("PASSED")).count();
    }

    /** Cases by word. */
    public Map<String, Long> totals() {
        return entries.stream().collect(Collectors.groupingBy(Entry::word, TreeMap::new, Collectors.counting()));
    }

    /** The cases that count as failures. */
    public List<Entry> failures() {
        return entries.stream().filter(Entry::isFailure).toList();
    }
}
