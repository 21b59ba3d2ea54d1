package dev.touchstone.op;

import dev.touchstone.tensor.TensorType;
import java.util.List;

/** float32 to symmetric int8 with the given scale. Semantics: rule N9 of {@code QuantizeKernel}. */
public record Quantize(float scale) implements Operator {
    public Quantize {
        Attributes.scale(scale);
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.one(inputs);
        Attributes.requireInput(x.isFloat(), x, "float32");
        return List.of(TensorType.int8(x.shape(), scale));
    }
}
