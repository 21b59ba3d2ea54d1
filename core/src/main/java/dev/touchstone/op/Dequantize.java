package dev.touchstone.op;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/** Quantized int8 to float32: {@code q * scale}. Semantics: rule N9 of {@code DequantizeKernel}. */
public record Dequantize() implements Operator {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.one(inputs);
        Attributes.requireInput(x.isQuantizedInt8(), x, "int8 with a scale");
        return List.of(x.withDataType(DataType.FLOAT32));
    }
}
