package dev.touchstone.op;

import dev.touchstone.tensor.TensorType;
import java.util.List;

/** {@code e^x / sum(e^x)} along one axis, which may count from the end. Semantics: rules S1 to S4 of {@code SoftmaxKernel}. */
public record Softmax(int axis) implements Operator {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.one(inputs);
        Attributes.real(x);
        x.shape().axis(axis);
        return List.of(x);
    }
}
