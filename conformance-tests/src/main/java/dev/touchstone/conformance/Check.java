package dev.touchstone.conformance;

/**
 * A case that is no computation: it handles the backend itself and says what became of it. For the life cycle of the
 * service interface, for refusals, for whatever needs its own steps.
 */
@FunctionalInterface
public non-sealed interface Check extends CaseBody {
    /**
     * Tries the backend.
     *
     * <p>The text of a failure is one sentence of what was found and what was expected; the suite adds rule, case and
     * how to repeat it. An exception that leaves this method is a crash of the backend.
     */
    CaseResult run(BackendUnderTest backend);
}
