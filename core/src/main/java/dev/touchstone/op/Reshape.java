package dev.touchstone.op;

import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/**
 * The same elements in another shape: 0 copies the input's extent of the same index, one -1 takes what is left.
 * Semantics: rules M1 to M3 of {@code ReshapeKernel}.
 */
public record Reshape(List<Integer> shape) implements Operator {
    public Reshape {
        shape = List.copyOf(shape);
        Attributes.require(
                shape.stream().allMatch(e -> e >= -1), "shape %s has an extent below -1; expected -1 or more", shape);
        Attributes.require(shape.stream().filter(e -> e == -1).count() <= 1, "shape %s has more than one -1", shape);
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.one(inputs);
        var extents = new long[shape.size()];
        int elements = x.shape().elements();
        long known = 1;
        int open = -1;
        for (int i = 0; i < extents.length; i++) {
            int extent = shape.get(i);
            if (extent == 0) {
                Attributes.require(
                        i < x.rank(),
                        "shape %s copies extent %s, input %s has rank %s; expected 0 only below the rank",
                        shape,
                        i,
                        x.shape(),
                        x.rank());
                extent = x.shape().extent(i);
            }
            if (extent == -1) {
                open = i;
            } else {
                extents[i] = extent;
                known *= extent;
                Attributes.require(known <= elements, fault(x));
            }
        }
        if (open >= 0) {
            extents[open] = elements / known;
            known *= extents[open];
        }
        Attributes.require(known == elements, fault(x));
        return List.of(x.withShape(Shape.of(extents)));
    }

    private String fault(TensorType x) {
        return "shape " + shape + " does not hold the " + x.shape().elements() + " elements of " + x.shape();
    }
}
