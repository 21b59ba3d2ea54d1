package dev.touchstone.op;

import dev.touchstone.tensor.TensorType;
import java.util.List;

/**
 * The inputs one behind the other along an axis, which may count from the end. Semantics: rules M1 to M5 of
 * {@code ConcatKernel}.
 */
public record Concat(int axis) implements Operator {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var first = Arity.between(inputs, 1, Integer.MAX_VALUE);
        int at = first.shape().axis(axis);
        long extent = 0;
        for (var input : inputs) {
            Attributes.sameKind(first, input);
            Attributes.require(
                    input.rank() == first.rank()
                            && input.shape().with(at, 1).equals(first.shape().with(at, 1)),
                    "inputs %s and %s differ outside axis %s",
                    first.shape(),
                    input.shape(),
                    at);
            extent += input.shape().extent(at);
        }
        return List.of(
                first.withShape(first.shape().with(at, Attributes.extent("output extent of axis " + at, extent))));
    }
}
