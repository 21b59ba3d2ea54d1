package dev.touchstone.conformance.shrink;

import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.Computation;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes failing computations small: first the graph, then shapes, attributes and scales, then the elements, over and over
 * until nothing gets smaller. Deterministic: the number of attempts is limited by work, never by time. Not thread-safe.
 */
public final class Shrinker {
    /** How many elements, with a charge for each attempt, may be computed. */
    private static final long WORK = 40_000_000;

    private static final long CHARGE = 2_000;

    private static final List<Reduction> REDUCTIONS = List.of(
            new FewerNodes(), new FewerGroups(), new SmallerShapes(), new SimplerAttributes(), new SimplerData());

    private final Function<Computation, CaseResult> judge;
    private final Class<? extends CaseResult> kind;
    private final boolean evident;
    private long work;
    private int attempts;
    private Computation smallest;

    private Shrinker(Computation failing, CaseResult result, Function<Computation, CaseResult> judge) {
        this.judge = judge;
        this.kind = result.getClass();
        this.evident = isEvident(result);
        this.smallest = failing;
    }

    /**
     * The smallest computation found that fails in the same way.
     *
     * @param failing a computation that a backend gets wrong
     * @param failure what became of it
     * @param judge runs a computation on the same backend; throws nothing
     * @return the failing computation itself if nothing smaller fails; empty if it does not fail when it is run again
     * @throws IllegalArgumentException if the result is no failure
     */
    public static Optional<Shrunk> shrink(
            Computation failing, CaseResult failure, Function<Computation, CaseResult> judge) {
        if (!failure.isFailure()) {
            throw new IllegalArgumentException("the result is " + failure.word() + "; expected a failure");
        }
        var shrinker = new Shrinker(failing, failure, judge);
        if (!shrinker.fails(failing)) {
            return Optional.empty();
        }
        // What an oracle said of the whole says nothing of its parts: they need the definition.
        var decided = new Computation(failing.graph(), failing.inputs());
        if (failing.expected().isEmpty() || shrinker.fails(decided)) {
            shrinker.run();
        }
        var again = judge.apply(shrinker.smallest);
        return again.isFailure()
                ? Optional.of(new Shrunk(shrinker.smallest, again, shrinker.attempts))
                : Optional.of(new Shrunk(failing, failure, shrinker.attempts));
    }

    private void run() {
        boolean smaller;
        do {
            smaller = false;
            for (var reduction : REDUCTIONS) {
                while (work < WORK && reduction.of(smallest).anyMatch(this::fails)) {
                    smaller = true;
                }
            }
        } while (smaller && work < WORK);
    }

    /** Whether a candidate fails in the same way; if so, it is the smallest from now on. */
    private boolean fails(Computation candidate) {
        if (work >= WORK) {
            return false;
        }
        work += CHARGE + Shrunk.elements(candidate);
        attempts++;
        var found = judge.apply(candidate);
        if (!kind.isInstance(found) || isEvident(found) != evident) {
            return false;
        }
        smallest = candidate;
        return true;
    }

    /** Whether the failure is one of numbers. */
    private static boolean isEvident(CaseResult result) {
        return result instanceof CaseResult.Failed f && f.evidence().isPresent();
    }
}
