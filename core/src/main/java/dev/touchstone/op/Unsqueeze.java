package dev.touchstone.op;

import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Inserts axes of extent 1, one after the other, each relative to the shape reached so far; negative axes count from
 * its end. Semantics: rules M1 to M3 of {@code ReshapeKernel}.
 */
public record Unsqueeze(List<Integer> axes) implements Operator {
    public Unsqueeze {
        axes = List.copyOf(axes);
        Attributes.require(!axes.isEmpty(), "no axes; expected one or more");
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.one(inputs);
        var extents = new ArrayList<Integer>();
        Arrays.stream(x.shape().toArray()).forEach(extents::add);
        for (int axis : axes) {
            int rank = extents.size();
            Attributes.require(
                    axis >= -(rank + 1) && axis <= rank,
                    "axis %s is outside %s..%s, where %s can grow",
                    axis,
                    -(rank + 1),
                    rank,
                    extents);
            extents.add(axis < 0 ? axis + rank + 1 : axis, 1);
        }
        return List.of(x.withShape(Shape.of(extents)));
    }
}
