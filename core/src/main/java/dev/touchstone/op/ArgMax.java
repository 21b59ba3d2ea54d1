package dev.touchstone.op;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/**
 * The index of the largest (or smallest) element along one axis, the lowest among equals. Semantics: rule R4 of
 * {@code ArgMaxKernel}.
 *
 * @param result int32 or int64
 */
public record ArgMax(Kind kind, int axis, boolean keepAxis, DataType result) implements Operator {
    /** Which element is looked for. */
    public enum Kind {
        /** The largest. */
        MAX,
        /** The smallest. */
        MIN
    }

    public ArgMax {
        Attributes.require(
                result == DataType.INT32 || result == DataType.INT64,
                "result type is %s; expected int32 or int64",
                result);
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        var x = Arity.one(inputs);
        return List.of(TensorType.of(result, Reduce.shape(x.shape(), List.of(axis), keepAxis)));
    }
}
