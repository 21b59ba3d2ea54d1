package dev.touchstone.op;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/**
 * Maximum pooling that also tells where: outputs the maximum and its int32 index in the h*w plane (lowest first).
 * Semantics: rules X1 to X3 of {@code MaxPool2dWithIndexKernel}.
 */
public record MaxPool2dWithIndex(Window window) implements Operator {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var y = new Pool2d(Pool2d.Kind.MAX, window, false).infer(inputs).getFirst();
        return List.of(y, y.withDataType(DataType.INT32));
    }
}
