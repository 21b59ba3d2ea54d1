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
                "operands are %s and %s; expected both float32 or both int8 with scales",
                x,
                w);
        Attributes.require(
                !(x.quantization() instanceof PerChannel), "input has %s; expected one scale", x.quantization());
        Attributes.require(
                !(w.quantization() instanceof PerChannel p) || p.axis() == outputAxis,
                "weight has %s; expected one scale, or one for each index of axis %s",
                w.quantization(),
                outputAxis);
    }

    /** One number for each channel: float32, or for int8 operands also int32. */
    static void requireBias(TensorType x, TensorType bias, int channels) {
        Attributes.require(
                bias.shape().elements() == channels && bias.rank() <= 2,
                "bias %s has %s elements; expected [%s]",
                bias.shape(),
                bias.shape().elements(),
                channels);
        Attributes.require(
                bias.isFloat() || (x.isQuantizedInt8() && bias.dataType() == DataType.INT32),
                "bias is %s; expected %s",
                bias.dataType(),
                x.isFloat() ? "float32" : "float32, or int32 in accumulator units");
    }
}
