package dev.touchstone.conformance.judge;

import dev.touchstone.backend.NumericProfile;
import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.Evidence;
import dev.touchstone.conformance.profile.Enclosure;
import dev.touchstone.conformance.profile.Freedom;
import dev.touchstone.conformance.profile.NodeRun;
import dev.touchstone.conformance.profile.Places;
import dev.touchstone.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Judges by a declared profile that is not the definition's: int8 results by the arithmetics that the profile admits,
 * float32 sums by the rounding errors that any order of adding may make. Everything else has no freedom.
 */
final class Admission {
    private Admission() {}

    /**
     * What is wrong with results, or why they cannot be judged; empty if the profile admits them.
     *
     * @param expected what the definition gives
     */
    static Optional<CaseResult> judge(
            NumericProfile profile, Computation computation, List<Tensor> expected, List<Tensor> actual) {
        var run = NodeRun.of(computation);
        if (run.isPresent()) {
            return quantized(profile, run.get(), computation, expected, actual);
        }
        var different = firstDifferent(expected, actual);
        if (different < 0) {
            return Optional.empty();
        }
        var sums = FloatSums.of(profile.accumulation(), computation, expected);
        if (sums.isPresent()) {
            return Difference.outside(expected.getFirst(), actual.getFirst(), sums.get())
                    .map(d -> failed(computation, 0, d.text(), expected, actual));
        }
        if (computation.graph().nodes().size() > 1) {
            return Optional.of(
                    new CaseResult.Skipped("results differ from the definition's, and what a profile admits is"
                            + " computed for one node, not for graphs of several"));
        }
        if (profile.accumulation() == NumericProfile.Accumulation.HALF_PRECISION
                || profile.accumulation() == NumericProfile.Accumulation.UNKNOWN) {
            return Optional.of(
                    new CaseResult.Skipped("results differ from the definition's, and the profile does not say"
                            + " that float32 is computed in float32"));
        }
        var difference = Difference.between(expected.get(different), actual.get(different));
        return difference.map(d -> failed(computation, different, d.text(), expected, actual));
    }

    private static int firstDifferent(List<Tensor> expected, List<Tensor> actual) {
        for (int i = 0; i < expected.size(); i++) {
            if (Difference.between(expected.get(i), actual.get(i)).isPresent()) {
                return i;
            }
        }
        return -1;
    }

    private static Optional<CaseResult> quantized(
            NumericProfile profile, NodeRun run, Computation computation, List<Tensor> expected, List<Tensor> actual) {
        var freedom = Freedom.of(profile, run.node());
        boolean equal = firstDifferent(expected, actual) < 0;
        if (equal && freedom.admitsDefinition()) {
            return Optional.empty();
        }
        var places = IntStream.range(0, expected.size())
                .mapToObj(i -> places(expected.get(i), actual.get(i)))
                .toList();
        var enclosures = freedom.enclosures(run.node(), run.operands(), places);
        for (int i = 0; i < expected.size(); i++) {
            boolean int8 = actual.get(i).type().isQuantizedInt8();
            var judged = sample(places.get(i), expected.get(i));
            var wrong = int8
                    ? outside(freedom, enclosures.get(i), expected.get(i), actual.get(i))
                            .map(text -> text + judged)
                    : Difference.between(expected.get(i), actual.get(i)).map(Difference::text);
            if (wrong.isPresent()) {
                return Optional.of(failed(computation, i, wrong.get(), expected, actual));
            }
        }
        return Optional.empty();
    }

    /** What differs from the definition deserves to be judged most: the rest is admitted wherever the definition is. */
    private static Places places(Tensor expected, Tensor actual) {
        var wanted = Difference.numbers(expected);
        var found = Difference.numbers(actual);
        return Places.of(wanted.length, i -> !Difference.same(wanted[i], found[i]));
    }

    private static String sample(Places places, Tensor of) {
        return places.isSample()
                ? "; " + places.count() + " of " + of.shape().elements() + " elements were judged, in exact arithmetic"
                : "";
    }

    private static Optional<String> outside(Freedom freedom, Enclosure enclosure, Tensor expected, Tensor actual) {
        var difference = Difference.outside(expected, actual, new Difference.Admitted() {
            @Override
            public boolean admits(int index, double found) {
                return enclosure.admits(index, found);
            }

            @Override
            public String text(int index) {
                return enclosure.text(index) + " by the declared profile";
            }
        });
        var codes = Difference.numbers(actual);
        if (difference.isEmpty() && !enclosure.admitsTogether(codes)) {
            return Optional.of(
                    " is admitted by the declared profile element by element, but no single rounding gives all"
                            + " of it: " + enclosure.drift(codes));
        }
        return difference.map(
                d -> d.text() + (freedom.isExact() || d.count() < 2 ? "" : "; " + enclosure.drift(codes)));
    }

    private static CaseResult failed(
            Computation computation, int output, String text, List<Tensor> expected, List<Tensor> actual) {
        return new CaseResult.Failed(
                "output " + computation.graph().outputs().get(output).name() + text,
                Optional.of(new Evidence(computation, output, expected, actual)));
    }
}
