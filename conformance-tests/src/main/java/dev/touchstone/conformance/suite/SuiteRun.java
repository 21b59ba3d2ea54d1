package dev.touchstone.conformance.suite;

import dev.touchstone.backend.NumericProfile;
import dev.touchstone.conformance.BackendUnderTest;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.profile.Identification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A run of selected cases on a backend. Cases run one after the other on one thread that waits for none of them longer
 * than the limit, so that a backend that hangs or dies costs one case and not the run.
 *
 * @param caseLimit how long one case may take
 * @param budget how long all may take; then the rules have been visited in turns, and what was not reached is counted
 */
public record SuiteRun(Duration caseLimit, Optional<Duration> budget) {
    /** System property: seconds for a case, where processors are slow or emulated. */
    public static final String LIMIT_PROPERTY = "touchstone.conformance.limit";

    /** Thirty seconds for a case, or what {@value #LIMIT_PROPERTY} says; no limit for all. */
    public static final SuiteRun USUAL =
            new SuiteRun(Duration.ofSeconds(Long.getLong(LIMIT_PROPERTY, 30)), Optional.empty());

    /** Is told about the run as it goes on, on the thread that runs. */
    @FunctionalInterface
    public interface Listener {
        /** Hears nothing. */
        Listener NONE = (outcome, done, total) -> {};

        /** A case is done, as the {@code done}-th of {@code total}. */
        void done(CaseOutcome outcome, int done, int total);
    }

    /** The same run with a budget. */
    public SuiteRun within(Duration time) {
        return new SuiteRun(caseLimit, Optional.of(time));
    }

    /**
     * Runs the selection.
     *
     * @throws SelectionException if it is empty
     * @throws dev.touchstone.BackendException if the backend cannot be opened
     */
    public Results run(BackendUnderTest backend, Suite suite, Selection selection, Listener listener) {
        var selected = selection.of(suite);
        var order = budget.isPresent() ? byTurns(selected) : selected;
        long end = budget.map(b -> System.nanoTime() + b.toNanos()).orElse(Long.MAX_VALUE);
        var outcomes = new ArrayList<CaseOutcome>();
        var broken = new HashSet<String>();
        try (var runner = new CaseRunner(backend, caseLimit)) {
            // First, so that a backend that cannot be opened at all is told as such, not once for each case.
            var profile = runner.profile();
            for (var c : order) {
                if (budget.isPresent() && System.nanoTime() > end) {
                    break;
                }
                var outcome = outcome(runner, suite, c, broken);
                outcomes.add(outcome);
                listener.done(outcome, outcomes.size(), order.size());
            }
            boolean curious = outcomes.stream().anyMatch(o -> o.result().isFailure())
                    || !profile.equals(NumericProfile.REFERENCE);
            var identification = curious ? runner.identification() : List.<Identification.Line>of();
            return Results.of(backend, profile, suite, selection, outcomes, selected, identification);
        }
    }

    /** Runs a case; the first failure of a rule in a source is made small. */
    private static CaseOutcome outcome(CaseRunner runner, Suite suite, ConformanceCase c, Set<String> broken) {
        var result = runner.explained(c, runner.run(c));
        if (!result.isFailure() || !broken.add(c.source() + " " + c.rule().id())) {
            return new CaseOutcome(c, result);
        }
        return new CaseOutcome(c, result, runner.smallest(c, result, suite.seed()));
    }

    /** The first case of every rule, then the second of every rule, ... */
    private static List<ConformanceCase> byTurns(List<ConformanceCase> cases) {
        var byRule = new LinkedHashMap<String, List<ConformanceCase>>();
        cases.forEach(c -> byRule.computeIfAbsent(c.source() + " " + c.rule().id(), k -> new ArrayList<>())
                .add(c));
        var turns = new ArrayList<ConformanceCase>();
        for (int i = 0; turns.size() < cases.size(); i++) {
            for (var rule : byRule.values()) {
                if (i < rule.size()) {
                    turns.add(rule.get(i));
                }
            }
        }
        return turns;
    }
}
