package dev.touchstone.op;

import dev.touchstone.tensor.TensorType;
import java.util.List;

/**
 * What a node computes: a record of attributes, immutable and validated when it is made. To add one: a record here, a
 * line in {@code permits}, and a kernel of the same name in {@code ops-reference}.
 */
public sealed interface Operator
        permits ArgMax,
                BatchNorm,
                Binary,
                Cast,
                Concat,
                Conv2d,
                Dequantize,
                FakeDequantize,
                FakeQuantize,
                Flatten,
                FullyConnected,
                Identity,
                L2Norm,
                MatMul,
                MaxPool2dWithIndex,
                PNorm,
                Pad,
                Pool2d,
                Prelu,
                Quantize,
                Reduce,
                Requantize,
                Reshape,
                Resize,
                ShapeOf,
                Slice,
                Softmax,
                Split,
                Squeeze,
                Stack,
                Transpose,
                Unary,
                Unsqueeze {
    /** The name in listings, messages and rules: the record's name in snake case, {@code max_pool2d_with_index}. */
    default String name() {
        return name(getClass());
    }

    /** The name of an operator class. */
    static String name(Class<? extends Operator> operator) {
        return OperatorNames.of(operator);
    }

    /**
     * The types of the results.
     *
     * <p>For int8 inputs this is the type when the graph says nothing else: data movement and elementwise operators
     * keep the first input's scale, convolutions and matrix products give float32. A graph may give an int8 result
     * another scale, and a convolution or matrix product of int8 an int8 result.
     *
     * @param inputs the types of the node's inputs, in order
     * @return one type for each output
     * @throws dev.touchstone.InvalidGraphException if number, types or shapes of the inputs do not fit; the message
     *     does not name the node, which the operator does not know
     */
    List<TensorType> infer(List<TensorType> inputs);
}
