package dev.touchstone.op;

import dev.touchstone.tensor.TensorType;
import java.util.List;

/** Quantized int8 to another scale. Semantics: rule N10 of {@code RequantizeKernel}. */
public record Requantize(float scale) implements Operator {
    public Requantize {
        Attributes.scale(scale);
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.one(inputs);
        Attributes.requireInput(x.isQuantizedInt8(), x, "int8 with a scale");
        return List.of(TensorType.int8(x.shape(), scale));
    }
}
