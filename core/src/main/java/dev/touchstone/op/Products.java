package dev.touchstone.op;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.TensorType;

/** What convolutions and matrix products ask of their operands. */
final class Products {
    private Products() {}

    /** Both float32, or both int8 with scales. */
    static void requireOperands(TensorType x, TensorType w) {
        Attributes.require(
                (x.isFloat() && w.isFloat()) || (x.isQuantizedInt8() && w.isQuantizedInt8()),
                "operands are " + x + " and " + w + "; expected both float32 or both int8 with scales");
    }

    static void requireBias(TensorType bias, int channels) {
        Attributes.require(
                bias.shape().elements() == channels && bias.rank() <= 2,
                "bias " + bias.shape() + " has " + bias.shape().elements() + " elements; expected [" + channels + "]");
        Attributes.require(
                bias.isFloat() || bias.dataType() == DataType.INT32,
                "bias is " + bias.dataType() + "; expected float32, or int32 in accumulator units");
    }
}
