package dev.touchstone.op;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/**
 * Two-dimensional convolution over NCHW; depthwise when {@code groups} equals the channels. Semantics: rules C1 to C12
 * of {@code Conv2dKernel}.
 *
 * <p>Inputs: x {@code [n, c, h, w]}, filter {@code [m, c/groups, kh, kw]}, optional bias {@code [m]} (float32, or int32
 * in accumulator units for int8). Output {@code [n, m, h', w']}: float32, or int8 when both inputs are int8 and the
 * graph gives it a scale.
 */
public record Conv2d(Hw stride, Padding padding, Hw dilation, int groups, Activation activation) implements Operator {
    public Conv2d {
        Attributes.positive("stride", Math.min(stride.h(), stride.w()));
        Attributes.positive("dilation", Math.min(dilation.h(), dilation.w()));
        Attributes.positive("groups", groups);
    }

    /** Stride 1, no padding, dilation 1, one group, no activation. */
    public static Conv2d plain() {
        return new Conv2d(Hw.ONE, Padding.NONE, Hw.ONE, 1, Activation.NONE);
    }

    /** The same convolution with another function at its end. */
    public Conv2d withActivation(Activation fused) {
        return new Conv2d(stride, padding, dilation, groups, fused);
    }

    /** All sizes, for inputs of rank 4 that {@link #infer} accepts. */
    public ConvGeometry geometry(Shape x, Shape filter) {
        return ConvGeometry.of(this, x, filter);
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.between(inputs, 2, 3).requireRank(4);
        var filter = inputs.get(1);
        Attributes.require(filter.rank() == 4, "filter %s has rank %s; expected 4", filter.shape(), filter.rank());
        Products.requireOperands(x, filter, 0);
        var g = geometry(x.shape(), filter.shape());
        if (inputs.size() == 3) {
            Products.requireBias(x, inputs.get(2), g.m());
        }
        return List.of(TensorType.of(DataType.FLOAT32, Shape.of(g.n(), g.m(), g.outH(), g.outW())));
    }
}
