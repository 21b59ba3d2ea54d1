package dev.touchstone.op;

import dev.touchstone.tensor.TensorType;
import java.util.List;

/** The input itself, under another name. Semantics: rules M1 to M3 of {@code ReshapeKernel}. */
public record Identity() implements Operator {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        return List.of(Arity.one(inputs));
    }
}
