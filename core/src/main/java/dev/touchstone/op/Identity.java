package dev.touchstone.op;

import dev.touchstone.tensor.TensorType;
import java.util.List;

/** The input itself, under another name. */
public record Identity() implements Operator {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        return List.of(Arity.one(inputs));
    }
}
