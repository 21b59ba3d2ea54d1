package dev.touchstone.op;

import dev.touchstone.tensor.TensorType;
import java.util.List;

/**
 * {@code (x - mean) / sqrt(variance + epsilon) * scale + bias} per channel (axis 1), with recorded statistics.
 * Semantics: rules B1 to B4 of {@code BatchNormKernel}.
 *
 * <p>Inputs: x of rank 2 to 5; scale, bias, mean, variance: float32 {@code [c]} each.
 */
public record BatchNorm(float epsilon) implements Operator {
    public BatchNorm {
        Attributes.require(epsilon >= 0 && epsilon <= 1e-3f, "epsilon is %s; expected a number in [0, 0.001]", epsilon);
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.between(inputs, 5, 5);
        Attributes.require(
                x.rank() >= 2 && x.rank() <= 5, "input %s has rank %s; expected 2 to 5", x.shape(), x.rank());
        Attributes.real(x);
        int channels = x.shape().extent(1);
        var names = List.of("scale", "bias", "mean", "variance");
        for (int i = 1; i < 5; i++) {
            var parameter = inputs.get(i);
            Attributes.require(
                    parameter.isFloat() && parameter.shape().elements() == channels,
                    "%s is %s; expected float32[%s]",
                    names.get(i - 1),
                    parameter,
                    channels);
        }
        return List.of(x);
    }
}
