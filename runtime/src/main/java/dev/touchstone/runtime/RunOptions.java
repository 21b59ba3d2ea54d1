package dev.touchstone.runtime;

import java.time.Duration;
import java.util.Optional;

/**
 * What a single run does beside computing. Immutable.
 *
 * @param deadline how long the run may take, from the call on, a first compilation included; when it is over the run
 *     ends with {@link dev.touchstone.BackendTimeoutException} at the next node, or at the end of the subgraph for
 *     backends that do not report nodes
 * @param cancellation ends the run from another thread
 * @param observer sees every intermediate tensor; such runs use programs of their own in which nothing is fused away,
 *     compiled when first needed
 * @param profile whether to measure each node
 */
public record RunOptions(
        Optional<Duration> deadline,
        Optional<CancellationToken> cancellation,
        Optional<TensorObserver> observer,
        boolean profile) {
    private static final RunOptions DEFAULTS =
            new RunOptions(Optional.empty(), Optional.empty(), Optional.empty(), false);

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if the deadline is negative
     */
    public RunOptions {
        if (deadline.isPresent() && deadline.get().isNegative()) {
            throw new IllegalArgumentException("deadline is " + deadline.get() + "; expected zero or more");
        }
    }

    /** Nothing but computing. */
    public static RunOptions defaults() {
        return DEFAULTS;
    }

    /** The same options with a deadline. */
    public RunOptions withDeadline(Duration newDeadline) {
        return new RunOptions(Optional.of(newDeadline), cancellation, observer, profile);
    }

    /** The same options with a token that ends the run. */
    public RunOptions withCancellation(CancellationToken newCancellation) {
        return new RunOptions(deadline, Optional.of(newCancellation), observer, profile);
    }

    /** The same options with an observer of intermediate tensors. */
    public RunOptions withObserver(TensorObserver newObserver) {
        return new RunOptions(deadline, cancellation, Optional.of(newObserver), profile);
    }

    /** The same options with times taken by node. */
    public RunOptions withProfile() {
        return new RunOptions(deadline, cancellation, observer, true);
    }
}
