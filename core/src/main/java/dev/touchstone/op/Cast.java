package dev.touchstone.op;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/**
 * The same numbers in another data type: float to integer truncates toward zero and saturates, NaN gives 0; integers
 * narrow by saturation; bool is 0 or 1. Semantics: rules T1 to T3 of {@code CastKernel}.
 */
public record Cast(DataType to) implements Operator {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.one(inputs);
        Attributes.require(
                x.quantization() == null, "input %s is quantized; expected plain data (dequantize first)", x);
        return List.of(x.withDataType(to));
    }
}
