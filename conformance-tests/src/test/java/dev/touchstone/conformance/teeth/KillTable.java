package dev.touchstone.conformance.teeth;

import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.shrink.Shrunk;
import dev.touchstone.conformance.suite.CaseRunner;
import dev.touchstone.conformance.suite.Suite;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Which mutants the suite kills, and by which case. {@link #main} prints it. */
final class KillTable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /**
     * What became of a mutant.
     *
     * @param tested whether the suite has a case of any rule that the fault breaks
     * @param killer the case that noticed, of such a rule; empty for a survivor
     * @param smallest the smallest computation found that notices too; empty if the killer computes nothing
     */
    record Row(Mutant mutant, boolean tested, Optional<ConformanceCase> killer, Optional<Shrunk> smallest) {
        @Override
        public String toString() {
            var verdict = killer.map(c -> "killed by " + c)
                            .orElse(tested ? "SURVIVED" : "no case tests " + String.join(", ", mutant.rules()))
                    + smallest.map(s -> "; " + s.operators() + " operators, " + s.elements() + " elements after "
                                    + s.attempts() + " attempts")
                            .orElse("");
            return String.format(Locale.ROOT, "%-52s %s", mutant.name(), verdict);
        }
    }

    private final List<Row> rows;

    private KillTable(List<Row> rows) {
        this.rows = rows;
    }

    /** Holds every mutant against the cases of the rules that it breaks, until one notices. */
    static KillTable of(Suite suite, List<Mutant> mutants) {
        // Refusals are the reference's in every mutant.
        var cases = suite.cases()
                .filter(c -> !c.source().equals("invalid"))
                .collect(Collectors.groupingBy(c -> c.rule().id()));
        return new KillTable(mutants.parallelStream().map(m -> row(m, cases)).toList());
    }

    private static Row row(Mutant mutant, Map<String, List<ConformanceCase>> cases) {
        var chosen = mutant.rules().stream()
                .flatMap(rule -> cases.getOrDefault(rule, List.of()).stream())
                .toList();
        try (var runner = new CaseRunner(mutant.backend(), LIMIT)) {
            for (var c : chosen) {
                var result = runner.run(c);
                if (result.isFailure()) {
                    return new Row(mutant, true, Optional.of(c), runner.shrink(c, result));
                }
            }
            return new Row(mutant, !chosen.isEmpty(), Optional.empty(), Optional.empty());
        }
    }

    List<Row> rows() {
        return rows;
    }

    List<Row> survivors() {
        return rows.stream().filter(r -> r.tested && r.killer.isEmpty()).toList();
    }

    /** {@code 291 mutants of rules that have cases: 288 killed by the rule that they break (99.0 %), 3 survive}. */
    String summary() {
        long tested = rows.stream().filter(Row::tested).count();
        int alive = survivors().size();
        return String.format(
                Locale.ROOT,
                "%d mutants, %d of rules that have cases: %d killed by a rule that they break (%.1f %%), %d survive",
                rows.size(),
                tested,
                tested - alive,
                100.0 * (tested - alive) / tested,
                alive);
    }

    /** The sizes of what the failures were reduced to, from the smallest to the largest. */
    List<Long> sizes(ToLongFunction<Shrunk> size) {
        return rows.stream()
                .flatMap(r -> r.smallest().stream())
                .map(size::applyAsLong)
                .sorted()
                .toList();
    }

    /** The middle of {@link #sizes}. */
    long median(ToLongFunction<Shrunk> size) {
        var sizes = sizes(size);
        return sizes.get(sizes.size() / 2);
    }

    /** {@code 280 failures reduced: median 1 operators (at most 1), 3 elements (at most 64)}. */
    String reduction() {
        var operators = sizes(Shrunk::operators);
        var elements = sizes(Shrunk::elements);
        return String.format(
                Locale.ROOT,
                "%d failures reduced: median %d operator, %d elements; at most %d operators, %d elements",
                elements.size(),
                median(Shrunk::operators),
                median(Shrunk::elements),
                operators.getLast(),
                elements.getLast());
    }

    @Override
    public String toString() {
        return rows.stream().map(Row::toString).collect(Collectors.joining("\n")) + "\n" + summary() + "\n"
                + reduction();
    }

    /** Prints the whole table. */
    static void main() {
        IO.println(of(Suite.standard(), Mutants.all()));
    }
}
