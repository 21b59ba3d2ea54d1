package dev.touchstone.op;

import dev.touchstone.tensor.TensorType;
import java.util.List;

/**
 * A function of two elements, with broadcasting. Semantics: rules E1 to E10 of {@code BinaryKernel}; the formula stands
 * at each record. The first input is a, the second b; both have one data type. On int8 each has its own scale.
 */
public sealed interface Binary extends Operator permits Add, Div, Max, Min, Mul, Pow, Sub {
    /** Where the operand of lower rank starts in the other; -1 means at the end. See {@link Broadcast}. */
    int axis();

    @Override
    default List<TensorType> infer(List<TensorType> inputs) {
        var a = Arity.between(inputs, 2, 2);
        var b = inputs.get(1);
        Attributes.sameKind(a, b);
        return List.of(a.withShape(Broadcast.of(a.shape(), b.shape(), axis()).output()));
    }
}
