package dev.touchstone.op;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/**
 * Quantization whose integers stay float32: how a trained model says where int8 begins. Semantics: rules Q1 to Q5 of
 * {@code FakeQuantizeKernel}.
 *
 * <p>Inputs: x; and the threshold (the magnitude that maps to the largest integer), {@code [1]} or one for each index
 * of the axis. Without it the threshold is the largest magnitude of x. Outputs: y of x's shape; and the threshold used
 * if {@code emitsThreshold}.
 *
 * @param order which comes first, the clip or the rounding
 * @param bits 1 to 16; the largest integer is {@code 2^(bits-1) - 1}
 * @param axis -1: one threshold; else one for each index of the axis
 * @param dequantize whether y is scaled back to real numbers
 */
public record FakeQuantize(Order order, int bits, int axis, boolean dequantize, boolean emitsThreshold)
        implements Operator {
    /** The two evaluation orders that exist in the field. */
    public enum Order {
        /** Clip x to the threshold, then round ties away from zero: symmetric range. */
        CLIP_THEN_ROUND,
        /** Round ties to even, then clip: the range has one more negative number. */
        ROUND_THEN_CLIP
    }

    public FakeQuantize {
        Attributes.require(bits >= 1 && bits <= 16, "bit_length is %s; expected 1 to 16", bits);
        Attributes.require(axis >= -1, "axis is %s; expected -1 or more", axis);
    }

    /** The largest integer. */
    public int range() {
        return (1 << (bits - 1)) - 1;
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.between(inputs, 1, 2);
        Attributes.requireInput(x.isFloat(), x, "float32");
        Attributes.require(
                axis < x.rank(), "axis is %s, input %s has rank %s; expected less", axis, x.shape(), x.rank());
        int thresholds = axis < 0 ? 1 : x.shape().extent(axis);
        if (inputs.size() == 2) {
            var given = inputs.get(1);
            Attributes.require(
                    given.isFloat()
                            && (axis < 0
                                    ? given.shape().elements() >= 1
                                    : given.shape().elements() == thresholds),
                    "threshold is %s; expected float32[%s]",
                    given,
                    thresholds);
        }
        return emitsThreshold ? List.of(x, TensorType.of(DataType.FLOAT32, Shape.of(thresholds))) : List.of(x);
    }
}
