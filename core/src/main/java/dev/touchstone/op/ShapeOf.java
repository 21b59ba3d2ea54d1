package dev.touchstone.op;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/** The extents of the input as int32 {@code [rank]}. Semantics: rule M1 of {@code ShapeOfKernel}. */
public record ShapeOf() implements Operator {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        int rank = Arity.one(inputs).rank();
        Attributes.require(rank > 0, "input is a scalar; expected rank 1 or more, since no tensor is empty");
        return List.of(TensorType.of(DataType.INT32, Shape.of(rank)));
    }
}
