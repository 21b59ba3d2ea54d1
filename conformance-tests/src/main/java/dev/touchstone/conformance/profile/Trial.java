package dev.touchstone.conformance.profile;

import dev.touchstone.conformance.oracle.Arithmetic;
import dev.touchstone.conformance.oracle.Elements;
import dev.touchstone.conformance.oracle.NodeOracle;
import dev.touchstone.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Results of one run that arithmetics are tried on. What refuted one arithmetic is looked at first in the next one, and
 * arithmetics that differ only in how results end share all that is before. Not thread-safe.
 */
final class Trial {
    /** An element of an output. */
    private record Place(int output, int index) {}

    private final NodeRun run;
    private final List<byte[]> codes;
    private final NodeOracle oracle;
    private final Map<Arithmetic, List<Elements>> steps = new HashMap<>();
    private final Set<Place> telling = new LinkedHashSet<>();

    /**
     * Computes nothing yet.
     *
     * @param actual what the backend gave, in the order of the node's outputs
     */
    Trial(NodeRun run, List<Tensor> actual) {
        this.run = run;
        this.codes = actual.stream().map(Tensor::toBytes).toList();
        this.oracle = new NodeOracle(run.node(), run.operands());
    }

    /** The same, with elements of an output that are looked at first. */
    Trial lookingAt(int output, List<Integer> elements) {
        elements.forEach(e -> telling.add(new Place(output, e)));
        return this;
    }

    /** Whether the int8 results are those of an arithmetic. */
    boolean gives(Arithmetic arithmetic) {
        var elements = steps.computeIfAbsent(beforeTheEnd(arithmetic), this::remembered);
        return telling.stream().allMatch(p -> agrees(elements, p, arithmetic)) && allAgree(elements, arithmetic);
    }

    private boolean allAgree(List<Elements> elements, Arithmetic arithmetic) {
        for (int output = 0; output < elements.size(); output++) {
            if (!run.node().outputs().get(output).type().isQuantizedInt8()) {
                continue;
            }
            for (int i = 0; i < elements.get(output).size(); i++) {
                var place = new Place(output, i);
                if (!agrees(elements, place, arithmetic)) {
                    telling.add(place);
                    return false;
                }
            }
        }
        return true;
    }

    private boolean agrees(List<Elements> elements, Place place, Arithmetic arithmetic) {
        return elements.get(place.output).at(place.index).becomes(codes.get(place.output)[place.index], arithmetic);
    }

    private List<Elements> remembered(Arithmetic arithmetic) {
        return oracle.steps(arithmetic).stream().map(Elements::remembered).toList();
    }

    /** The arithmetic without its rounding, unless that is used on the way, and without its limits. */
    private static Arithmetic beforeTheEnd(Arithmetic arithmetic) {
        var open = arithmetic.with(Arithmetic.RULES.limits());
        return arithmetic.activation() == Arithmetic.Activation.AFTER_ROUNDING
                ? open
                : open.with(Arithmetic.RULES.rounding());
    }
}
