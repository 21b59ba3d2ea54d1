package dev.touchstone.op;

import dev.touchstone.tensor.TensorType;
import java.util.List;

/**
 * {@code (sum |x|^order)^(1/order)} along one axis, which may count from the end; order 0 counts what is not zero,
 * infinities take the largest or smallest. Semantics: rule L3 of {@code PNormKernel}.
 */
public record PNorm(float order, int axis, boolean keepAxis) implements Operator {
    public PNorm {
        Attributes.require(!Float.isNaN(order), "order is NaN; expected a number or an infinity");
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.one(inputs);
        Attributes.real(x);
        return List.of(x.withShape(Reduce.shape(x.shape(), List.of(axis), keepAxis)));
    }
}
