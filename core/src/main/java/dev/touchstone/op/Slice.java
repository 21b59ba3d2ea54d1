package dev.touchstone.op;

import dev.touchstone.tensor.TensorType;
import java.util.List;

/**
 * Of each listed axis a number of elements, evenly spaced. All positions are absolute: what negative numbers and open
 * ends of a file format mean is the lowering's business. Semantics: rules M1 to M3 of {@code SliceKernel}.
 *
 * @param strides not 0; negative strides walk backwards
 */
public record Slice(List<Integer> axes, List<Integer> starts, List<Integer> counts, List<Integer> strides)
        implements Operator {
    public Slice {
        axes = List.copyOf(axes);
        starts = List.copyOf(starts);
        counts = List.copyOf(counts);
        strides = List.copyOf(strides);
        Attributes.require(
                axes.size() == starts.size() && axes.size() == counts.size() && axes.size() == strides.size(),
                "axes %s, starts %s, counts %s, strides %s differ in length",
                axes,
                starts,
                counts,
                strides);
        Attributes.require(axes.stream().distinct().count() == axes.size(), "axes %s repeat; expected each once", axes);
        counts.forEach(c -> Attributes.positive("count", c));
        strides.forEach(s -> Attributes.require(s != 0, "stride is 0; expected any other number"));
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.one(inputs);
        var shape = x.shape();
        for (int i = 0; i < axes.size(); i++) {
            int axis = axes.get(i);
            Attributes.require(
                    axis >= 0 && axis < x.rank(),
                    "axis %s is outside 0..%s, the axes of shape %s",
                    axis,
                    x.rank() - 1,
                    x.shape());
            int extent = x.shape().extent(axis);
            long last = starts.get(i) + (counts.get(i) - 1L) * strides.get(i);
            Attributes.require(
                    starts.get(i) >= 0 && starts.get(i) < extent && last >= 0 && last < extent,
                    "elements %s to %s are outside axis %s of %s",
                    starts.get(i),
                    last,
                    axis,
                    x.shape());
            shape = shape.with(axis, counts.get(i));
        }
        return List.of(x.withShape(shape));
    }
}
