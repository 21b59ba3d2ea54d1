package dev.touchstone.conformance.suite;

import dev.touchstone.backend.NumericProfile;
import dev.touchstone.conformance.BackendUnderTest;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.Rule;
import dev.touchstone.conformance.profile.Identification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run found out.
 *
 * @param backend what was run on
 * @param profile what it declares
 * @param suite what was run
 * @param selection which part of it
 * @param outcomes of the cases that ran, in the suite's order
 * @param notReached how many selected cases the time budget left out
 * @param identification in which arithmetic the backend computes; empty unless something failed or another profile than
 *     the definition's is declared
 */
public record Results(
        BackendUnderTest backend,
        NumericProfile profile,
        Suite suite,
        Selection selection,
        List<CaseOutcome> outcomes,
        int notReached,
        List<Identification.Line> identification) {
    /** Copies the list. */
    public Results {
        outcomes = List.copyOf(outcomes);
        identification = List.copyOf(identification);
    }

    static Results of(
            BackendUnderTest backend,
            NumericProfile profile,
            Suite suite,
            Selection selection,
            List<CaseOutcome> outcomes,
            List<ConformanceCase> selected,
            List<Identification.Line> identification) {
        var byId = outcomes.stream().collect(Collectors.toMap(o -> o.testCase().id(), o -> o));
        var ordered = selected.stream()
                .map(c -> byId.get(c.id()))
                .filter(o -> o != null)
                .toList();
        return new Results(
                backend, profile, suite, selection, ordered, selected.size() - ordered.size(), identification);
    }

    /** The cases by word of result: {@code PASSED}, {@code FAILED}, ... */
    public Map<String, Long> totals() {
        return outcomes.stream()
                .collect(Collectors.groupingBy(o -> o.result().word(), TreeMap::new, Collectors.counting()));
    }

    /** Every rule of the suite and what the run says about it, in the suite's order. */
    public List<RuleResult> rules() {
        var byRule = new LinkedHashMap<String, List<CaseOutcome>>();
        outcomes.forEach(o -> byRule.computeIfAbsent(o.testCase().rule().id(), k -> new ArrayList<>())
                .add(o));
        return suite.rules().stream()
                .map(r -> RuleResult.of(r, byRule.getOrDefault(r.id(), List.of()), untested(r)))
                .toList();
    }

    private String untested(Rule rule) {
        return suite.untested().getOrDefault(rule.id(), "");
    }

    /** How many rules the run proves: with cases that passed and none that failed. */
    public long proven() {
        return rules().stream()
                .filter(r -> r.status() == RuleResult.Status.PASSED)
                .count();
    }

    /** The outcomes that count as failures. */
    public List<CaseOutcome> failures() {
        return outcomes.stream().filter(o -> o.result().isFailure()).toList();
    }
}
