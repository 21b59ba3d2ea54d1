package dev.touchstone.op;

import dev.touchstone.tensor.TensorType;
import java.util.List;

/** {@code x / sqrt(sum(x^2) + epsilon)} along one axis, which may count from the end. Semantics: rules L1, L2 of {@code L2NormKernel}. */
public record L2Norm(int axis, float epsilon) implements Operator {
    public L2Norm {
        Attributes.require(
                epsilon >= 0 && Float.isFinite(epsilon), "epsilon is %s; expected 0 or more, finite", epsilon);
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.one(inputs);
        Attributes.real(x);
        x.shape().axis(axis);
        return List.of(x);
    }
}
