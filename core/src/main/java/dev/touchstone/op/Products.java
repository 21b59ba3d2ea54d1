package dev.touchstone.op;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization.PerChannel;
import dev.touchstone.tensor.TensorType;

/** What convolutions and matrix products ask of their operands. */
final class Products {
    private Products() {}

    /**
     * Both float32, or both int8 with scales: one for x; one for w, or one for each output channel.
     *
     * @param outputAxis the axis of w that holds the output channels
     */
    static void requireOperands(TensorType x, TensorType w, int outputAxis) {
        Attributes.require(
                (x.isFloat() && w.isFloat()) || (x.isQuantizedInt8() && w.isQuantizedInt8()),
                "operands are ",
                x,
                " and ",
                w,
                "; expected both float32 or both int8 with scales");
        Attributes.require(
                !(x.quantization() instanceof PerChannel), "input has ", x.quantization(), "; expected one scale");
        Attributes.require(
                !(w.quantization() instanceof PerChannel p) || p.axis() == outputAxis,
                "weight has ",
                w.quantization(),
                "; expected one scale, or one for each index of axis ",
                outputAxis);
    }

    /** One number for each channel: float32, or for int8 operands also int32. */
    static void requireBias(TensorType x, TensorType bias, int channels) {
        Attributes.require(
                bias.shape().elements() == channels && bias.rank() <= 2,
                "bias ",
                bias.shape(),
                " has ",
                bias.shape().elements(),
                " elements; expected [",
                channels,
                "]");
        Attributes.require(
                bias.isFloat() || (x.isQuantizedInt8() && bias.dataType() == DataType.INT32),
                "bias is ",
                bias.dataType(),
                "; expected ",
                (x.isFloat() ? "float32" : "float32, or int32 in accumulator units"));
    }
}
