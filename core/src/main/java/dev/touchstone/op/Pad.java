package dev.touchstone.op;

import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/**
 * Adds elements before and after each axis. Semantics: rule M4 of {@code PadKernel}.
 *
 * @param before one number for each axis, not negative
 * @param after one number for each axis, not negative
 * @param value what CONSTANT fills in; a real number also for int8
 */
public record Pad(Mode mode, List<Integer> before, List<Integer> after, float value) implements Operator {
    /** Where the added elements come from. */
    public enum Mode {
        /** The value. */
        CONSTANT,
        /** The mirror image without the border: element -k is element k. */
        REFLECT,
        /** The border element. */
        EDGE,
        /** The other end: element -k is element n - k. */
        CIRCULAR
    }

    public Pad {
        before = List.copyOf(before);
        after = List.copyOf(after);
        Attributes.require(
                before.size() == after.size(), "pads before %s and after %s differ in length", before, after);
        before.forEach(p -> Attributes.notNegative("pad before", p));
        after.forEach(p -> Attributes.notNegative("pad after", p));
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.one(inputs).requireRank(before.size());
        var extents = new long[x.rank()];
        for (int i = 0; i < extents.length; i++) {
            int extent = x.shape().extent(i);
            int most = switch (mode) {
                case CONSTANT, EDGE -> Integer.MAX_VALUE;
                case REFLECT -> extent - 1;
                case CIRCULAR -> extent;
            };
            Attributes.require(
                    before.get(i) <= most && after.get(i) <= most,
                    "%s pads %s and %s of axis %s exceed %s, the most that extent %s allows",
                    mode,
                    before.get(i),
                    after.get(i),
                    i,
                    most,
                    extent);
            extents[i] = (long) before.get(i) + extent + after.get(i);
        }
        return List.of(x.withShape(Shape.of(extents)));
    }
}
