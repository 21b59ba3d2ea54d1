package dev.touchstone.conformance.suite;

import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.Rule;
import java.util.List;

/**
 * What a run says about one rule.
 *
 * @param passed number of its cases that passed
 * @param skipped number of its cases that the backend does not claim
 * @param failures its failed cases
 * @param note for a rule without a result: why; for a skipped one: the backend's reason
 */
public record RuleResult(Rule rule, Status status, int passed, int skipped, List<CaseOutcome> failures, String note) {
    /** In one word. */
    public enum Status {
        /** At least one case passed and none failed. */
        PASSED,
        /** A case gave a wrong result. */
        FAILED,
        /** No case was claimed by the backend. */
        SKIPPED,
        /** A case that the backend claimed was run by another. */
        NOT_EXECUTED,
        /** The backend crashed in a case and gave no wrong result. */
        CRASHED,
        /** The suite has no case, for the reason that it states. */
        UNTESTED,
        /** The run did not include a case of it. */
        NOT_SELECTED
    }

    /** Copies the list. */
    public RuleResult {
        failures = List.copyOf(failures);
    }

    static RuleResult of(Rule rule, List<CaseOutcome> outcomes, String untested) {
        var failures = outcomes.stream().filter(o -> o.result().isFailure()).toList();
        int passed = (int) outcomes.stream()
                .filter(o -> o.result() instanceof CaseResult.Passed)
                .count();
        var skipped = outcomes.stream()
                .filter(o -> o.result() instanceof CaseResult.Skipped)
                .toList();
        var status = status(outcomes, failures, passed, untested);
        var note = status == Status.UNTESTED
                ? untested
                : passed == 0 && !skipped.isEmpty()
                        ? skipped.getFirst().result().reason()
                        : "";
        return new RuleResult(rule, status, passed, skipped.size(), failures, note);
    }

    private static Status status(List<CaseOutcome> outcomes, List<CaseOutcome> failures, int passed, String untested) {
        if (outcomes.isEmpty()) {
            return untested.isEmpty() ? Status.NOT_SELECTED : Status.UNTESTED;
        }
        if (failures.isEmpty()) {
            return passed > 0 ? Status.PASSED : Status.SKIPPED;
        }
        if (failures.stream().anyMatch(f -> f.result() instanceof CaseResult.Failed)) {
            return Status.FAILED;
        }
        return failures.stream().anyMatch(f -> f.result() instanceof CaseResult.NotExecuted)
                ? Status.NOT_EXECUTED
                : Status.CRASHED;
    }

    /** All its cases that ran. */
    public int cases() {
        return passed + skipped + failures.size();
    }
}
