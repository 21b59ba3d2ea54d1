package dev.touchstone.conformance;

import dev.touchstone.backend.Backend;
import java.util.Optional;

/**
 * A case that computes in its own way: layer by layer, or only on backends that declare a certain arithmetic. Other than a
 * {@link Check} it has the backend opened for it.
 */
@FunctionalInterface
public non-sealed interface Judgement extends CaseBody {
    /**
     * Judges the backend, which stays open. An exception that leaves this method is a crash of the backend.
     *
     * @param backend open; other cases run on it before and afterwards
     */
    CaseResult run(Backend backend);

    /** What is computed, if one computation is all there is: what files hold, and what is made small after a crash. */
    default Optional<Computation> computation() {
        return Optional.empty();
    }
}
