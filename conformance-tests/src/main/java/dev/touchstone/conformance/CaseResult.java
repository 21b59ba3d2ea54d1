package dev.touchstone.conformance;

/** What became of one case on one backend. Nothing passes silently: a case that did not run is skipped, not passed. */
public sealed interface CaseResult {
    /** The results are what the backend's profile promises. */
    record Passed() implements CaseResult {}

    /**
     * The results are wrong, or there are none.
     *
     * @param text one line with rule, case, what differs, and how to repeat it
     */
    record Failed(String text) implements CaseResult {}

    /**
     * The backend does not claim the case.
     *
     * @param reason in the backend's own words
     */
    record Skipped(String reason) implements CaseResult {}
}
