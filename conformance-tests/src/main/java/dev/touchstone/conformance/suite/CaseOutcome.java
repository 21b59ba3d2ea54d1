package dev.touchstone.conformance.suite;

import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.replay.ReplayFile;
import java.util.Optional;

/**
 * A case and what became of it.
 *
 * @param smallest of a failure the smallest one found; only of the first failure of each rule in a source, and only if it
 *     computes something
 */
public record CaseOutcome(ConformanceCase testCase, CaseResult result, Optional<ReplayFile> smallest) {
    /** A case without a smaller one. */
    public CaseOutcome(ConformanceCase testCase, CaseResult result) {
        this(testCase, result, Optional.empty());
    }

    /** {@code conv2d#17 (conv2d/C3) FAILED: output y0[1] is 3, expected 2}. */
    @Override
    public String toString() {
        var reason = result.reason();
        return testCase + " " + result.word() + (reason.isEmpty() ? "" : ": " + reason);
    }
}
