package dev.touchstone.conformance.suite;

import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.ConformanceCase;

/** A case and what became of it. */
public record CaseOutcome(ConformanceCase testCase, CaseResult result) {
    /** {@code conv2d#17 (conv2d/C3) FAILED: output y0[1] is 3, expected 2}. */
    @Override
    public String toString() {
        var reason = result.reason();
        return testCase + " " + result.word() + (reason.isEmpty() ? "" : ": " + reason);
    }
}
