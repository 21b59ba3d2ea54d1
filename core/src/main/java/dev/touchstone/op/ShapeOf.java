package dev.touchstone.op;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/** The extents of the input as int32 {@code [rank]}. */
public record ShapeOf() implements Operator {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        return List.of(
                TensorType.of(DataType.INT32, Shape.of(Arity.one(this, inputs).rank())));
    }
}
