package dev.touchstone.conformance.profile;

import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.Evidence;
import dev.touchstone.conformance.oracle.Arithmetic;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the arithmetic that gives exactly the wrong results of a failed case. */
public final class Explanation {
    private static final int LOOKED_AT_FIRST = 8;
    private static final int MOST_FOUND = 3;

    private Explanation() {}

    /** Whether another arithmetic may be the reason: one node gave int8, and the definition decides. */
    public static boolean isPossible(Computation computation, Evidence evidence) {
        return computation.expected().isEmpty()
                && NodeRun.of(computation)
                        .filter(r ->
                                r.node().outputs().get(evidence.output()).type().isQuantizedInt8())
                        .isPresent();
    }

    /**
     * The arithmetics that give these results, in words.
     *
     * @param computation what failed; one that {@link #isPossible} allows
     * @param known in which arithmetic the backend computes this operator elsewhere; if one of these gives the results,
     *     it is the reason, else those are that depart least from the definition
     */
    public static Optional<String> of(Computation computation, Evidence evidence, List<Arithmetic> known) {
        var run = NodeRun.of(computation).orElseThrow();
        var found = found(run, evidence, known);
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of("these are the results of another arithmetic: "
                        + found.stream().map(NamedProfile::departure).collect(Collectors.joining("; or "))
                        + "; all else as the definition");
    }

    private static List<Arithmetic> found(NodeRun run, Evidence evidence, List<Arithmetic> known) {
        var fields = Field.of(run.node());
        var first = differing(
                evidence.expected().get(evidence.output()), evidence.actual().get(evidence.output()));
        var trial = new Trial(run, evidence.actual()).lookingAt(evidence.output(), first);
        var confirmed = known.stream()
                .map(a -> Candidates.within(fields, a))
                .filter(a -> !a.equals(Arithmetic.RULES) && trial.gives(a))
                .findFirst();
        if (confirmed.isPresent()) {
            return List.of(confirmed.get());
        }
        var found = new ArrayList<Arithmetic>();
        for (var candidate : Candidates.of(fields)) {
            boolean simple =
                    found.isEmpty() || NamedProfile.departures(candidate) == NamedProfile.departures(found.getFirst());
            if (simple
                    && found.size() < MOST_FOUND
                    && !candidate.equals(Arithmetic.RULES)
                    && Field.isDistinct(run.node(), candidate)
                    && trial.gives(candidate)) {
                found.add(candidate);
            }
        }
        return found;
    }

    private static List<Integer> differing(Tensor expected, Tensor actual) {
        var wanted = expected.toBytes();
        var found = actual.toBytes();
        var places = new ArrayList<Integer>();
        for (int i = 0; i < wanted.length && places.size() < LOOKED_AT_FIRST; i++) {
            if (wanted[i] != found[i]) {
                places.add(i);
            }
        }
        return places;
    }
}
