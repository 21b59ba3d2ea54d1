package dev.touchstone.op;

import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/** The inputs, all of one shape, side by side along a new axis. Semantics: rules M1 to M3 of {@code StackKernel}. */
public record Stack(int axis) implements Operator {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.between(inputs, 1, Integer.MAX_VALUE);
        for (var input : inputs) {
            Attributes.sameKind(x, input);
            Attributes.require(
                    input.shape().equals(x.shape()),
                    "inputs are %s and %s; expected one shape",
                    x.shape(),
                    input.shape());
        }
        Attributes.require(
                axis >= -(x.rank() + 1) && axis <= x.rank(),
                "axis %s is outside %s..%s, where %s can grow",
                axis,
                -(x.rank() + 1),
                x.rank(),
                x.shape());
        int at = axis < 0 ? axis + x.rank() + 1 : axis;
        var extents = new int[x.rank() + 1];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = i == at ? inputs.size() : x.shape().extent(i < at ? i : i - 1);
        }
        return List.of(x.withShape(Shape.of(extents)));
    }
}
