package dev.touchstone.rknpu.ddk;

/** {@code rk::nn::OperatorType}, as far as the library implements an operator and this project uses it. */
public enum OperatorType {
    /** Sum of two tensors of one rank. */
    ADD(1),
    /** Product of two tensors of one rank. */
    MULTIPLY(2),
    /** Convolution. */
    CONV2D(3),
    /** Matrix product with constant weights. */
    FULLCONNECT(4),
    /** Softmax along one axis. */
    SOFTMAX(5),
    /** Maximum or average of windows. */
    POOL(6),
    /** Leaky rectifier. */
    LEAKY_RELU(7),
    /** Tensors one behind the other. */
    CONCAT(9),
    /** The same elements in another shape. */
    RESHAPE(15),
    /** Axes in another order. */
    PERMUTE(16),
    /** Leaky rectifier with slopes from a tensor. */
    PRELU(17),
    /** Rectifier. */
    RELU(19),
    /** Division by the norm over the channels. */
    L2_NORMALIZE(23),
    /** The larger of two; a shader. */
    MAXIMUM(26),
    /** Difference of two tensors of one rank. */
    SUBTRACT(29),
    /** Rectifier up to 6. */
    RELU6(30),
    /** Logistic function. */
    SIGMOID(31),
    /** Hyperbolic tangent. */
    TANH(32),
    /** Square root. */
    SQRT(33),
    /** The same numbers with another scale. */
    DATACONVERT(42),
    /** A box of a tensor; a shader on 64 bit. */
    SLICE(44),
    /** Elements around an image. */
    PAD(48),
    /** One number of all along some axes. */
    REDUCE(52),
    /** Evenly spaced elements. */
    STRIDED_SLICE(55),
    /** Absolute value. */
    ABS(59),
    /** Limits; a shader. */
    CLIP(75);

    private final int code;

    OperatorType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
