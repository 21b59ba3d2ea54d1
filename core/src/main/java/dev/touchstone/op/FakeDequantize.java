package dev.touchstone.op;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/**
 * Scales integer-valued float32 (or int8) back to real numbers: {@code x * scale / divisor}, or {@code x * scale *
 * second / divisor}, left to right. Semantics: rules Q6, Q7 of {@code FakeDequantizeKernel}.
 *
 * <p>Inputs: x; scale {@code [1]}, or one for each index of the axis; optional second scale {@code [1]}.
 *
 * @param axis -1: one scale; else one for each index of the axis
 */
public record FakeDequantize(int axis, float divisor) implements Operator {
    public FakeDequantize {
        Attributes.require(
                divisor > 0 && Float.isFinite(divisor), "max_range is %s; expected a positive number", divisor);
        Attributes.require(axis >= -1, "axis is %s; expected -1 or more", axis);
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.between(inputs, 2, 3);
        Attributes.require(
                x.isFloat() || (x.dataType() == DataType.INT8 && x.quantization() == null),
                "input is %s; expected float32 or plain int8",
                x);
        Attributes.require(
                axis < x.rank(), "axis is %s, input %s has rank %s; expected less", axis, x.shape(), x.rank());
        int expected = axis < 0 ? 1 : x.shape().extent(axis);
        var scale = inputs.get(1);
        Attributes.require(
                scale.isFloat()
                        && (axis < 0
                                ? scale.shape().elements() >= 1
                                : scale.shape().elements() == expected),
                "scale is %s; expected float32[%s]",
                scale,
                expected);
        if (inputs.size() == 3) {
            Attributes.require(
                    inputs.get(2).isFloat() && inputs.get(2).shape().elements() == 1,
                    "second scale is %s; expected float32[1]",
                    inputs.get(2));
        }
        return List.of(x.withDataType(DataType.FLOAT32));
    }
}
