package dev.touchstone.op;

import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/**
 * Merges neighbouring axes. The cuts part the axes into groups, each of which becomes one axis; an empty group becomes
 * an axis of extent 1. Cuts [1] of [2, 3, 4] give [2, 12]; cuts [0] give [1, 24]. Semantics: rules M1 to M3 of
 * {@code ReshapeKernel}.
 */
public record Flatten(List<Integer> cuts) implements Operator {
    public Flatten {
        cuts = List.copyOf(cuts);
        for (int i = 0; i < cuts.size(); i++) {
            Attributes.require(cuts.get(i) >= (i == 0 ? 0 : cuts.get(i - 1)), "cuts %s do not ascend from 0", cuts);
        }
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.one(inputs);
        Attributes.require(
                cuts.isEmpty() || cuts.getLast() <= x.rank(),
                "cuts %s exceed the rank %s of input %s",
                cuts,
                x.rank(),
                x.shape());
        var extents = new int[cuts.size() + 1];
        int from = 0;
        for (int i = 0; i < extents.length; i++) {
            int to = i < cuts.size() ? cuts.get(i) : x.rank();
            extents[i] = x.shape().product(from, to);
            from = to;
        }
        return List.of(x.withShape(Shape.of(extents)));
    }
}
