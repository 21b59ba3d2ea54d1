package dev.touchstone.op;

import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Drops axes of extent 1; axes may count from the end, an empty list means all of them. Semantics: rules M1 to M3 of
 * {@code ReshapeKernel}.
 */
public record Squeeze(List<Integer> axes) implements Operator {
    public Squeeze {
        axes = List.copyOf(axes);
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.one(inputs);
        var dropped = axes.stream().map(x.shape()::axis).collect(Collectors.toSet());
        for (int axis : dropped) {
            Attributes.require(
                    x.shape().extent(axis) == 1,
                    "axis %s of %s has extent %s; expected 1",
                    axis,
                    x.shape(),
                    x.shape().extent(axis));
        }
        return List.of(x.withShape(Shape.of(IntStream.range(0, x.rank())
                .filter(i -> axes.isEmpty() ? x.shape().extent(i) != 1 : !dropped.contains(i))
                .map(x.shape()::extent)
                .toArray())));
    }
}
