package dev.touchstone.conformance;

import java.util.Optional;

/** What became of one case on one backend. Nothing passes silently: a case that did not run is not passed. */
public sealed interface CaseResult {
    /** The results are what the definition, or the backend's profile, says. */
    record Passed() implements CaseResult {}

    /**
     * The results are wrong, or there are none although the backend claimed the nodes.
     *
     * @param text what was found and what was expected, in one sentence
     * @param evidence the tensors, for computations
     * @param part what failed, if the case computes more than that; empty if {@code evidence} says so
     */
    record Failed(String text, Optional<Evidence> evidence, Optional<Computation> part) implements CaseResult {
        /** A failure without tensors. */
        public Failed(String text) {
            this(text, Optional.empty());
        }

        /** A failure of the whole case, or of the part that the evidence holds. */
        public Failed(String text, Optional<Evidence> evidence) {
            this(text, evidence, Optional.empty());
        }
    }

    /**
     * The backend does not claim the case.
     *
     * @param reason in the backend's own words
     */
    record Skipped(String reason) implements CaseResult {}

    /**
     * The backend claimed the case, and the placement shows that another one ran it. Counts as failure.
     *
     * @param text which node went where
     */
    record NotExecuted(String text) implements CaseResult {}

    /**
     * The backend threw what its interface does not allow, died, or did not answer in time. Counts as failure.
     *
     * @param text what was thrown, or how long the suite waited
     * @param part what was computed then, if the case computes more than that
     */
    record Crashed(String text, Optional<Computation> part) implements CaseResult {
        /** A crash of the whole case. */
        public Crashed(String text) {
            this(text, Optional.empty());
        }
    }

    /** Whether a run with this result has failed. */
    default boolean isFailure() {
        return switch (this) {
            case Passed p -> false;
            case Skipped s -> false;
            case Failed f -> true;
            case NotExecuted n -> true;
            case Crashed c -> true;
        };
    }

    /** The name of the result in reports: {@code NOT_EXECUTED}. */
    default String word() {
        return switch (this) {
            case Passed p -> "PASSED";
            case Failed f -> "FAILED";
            case Skipped s -> "SKIPPED";
            case NotExecuted n -> "NOT_EXECUTED";
            case Crashed c -> "CRASHED";
        };
    }

    /** Why, in one sentence; empty for what passed. */
    default String reason() {
        return switch (this) {
            case Passed p -> "";
            case Failed f -> f.text();
            case Skipped(var reason) -> reason;
            case NotExecuted(var text) -> text;
            case Crashed c -> c.text();
        };
    }
}
