package dev.touchstone.op;

import dev.touchstone.tensor.TensorType;
import java.util.List;

/**
 * A function of one element. Semantics: rules U1 to U7 of {@code UnaryKernel}; the formula stands at each record. Input
 * and output have one shape; on int8 the output may have another scale.
 */
public sealed interface Unary extends Operator
        permits Abs,
                Ceil,
                Clip,
                Elu,
                Exp,
                Floor,
                Gelu,
                HardSigmoid,
                HardSwish,
                LeakyRelu,
                Log,
                Mish,
                Reciprocal,
                Relu,
                Relu6,
                Round,
                Rsqrt,
                Scale,
                Sigmoid,
                Softplus,
                Sqrt,
                Square,
                Swish,
                Tanh {
    @Override
    default List<TensorType> infer(List<TensorType> inputs) {
        return List.of(Arity.one(inputs));
    }
}
