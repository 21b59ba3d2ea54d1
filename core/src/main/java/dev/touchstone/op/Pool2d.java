package dev.touchstone.op;

import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/**
 * Two-dimensional pooling over NCHW. Semantics: rules P1 to P13 of {@code Pool2dKernel}.
 *
 * @param countPadding whether an average divides by the padded window rather than by its real elements; only for
 *     sliding averages
 */
public record Pool2d(Kind kind, Window window, boolean countPadding) implements Operator {
    /** What is made of the elements of a window. */
    public enum Kind {
        /** The largest. */
        MAX,
        /** The arithmetic mean. */
        AVERAGE
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.one(inputs).requireRank(4);
        Attributes.real(x);
        var out = window.outputs(x.shape().extent(2), x.shape().extent(3));
        return List.of(x.withShape(Shape.of(x.shape().extent(0), x.shape().extent(1), out.h(), out.w())));
    }
}
