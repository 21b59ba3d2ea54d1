package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Conv2d;

/**
 * The definition of {@link Conv2d}: {@link Conv2dInt8} and {@link Conv2dFloat} compute it.
 *
 * <p>C1 Input and filter have rank 4; the filter's input channels times the groups are the input's channels; the groups
 * divide the output channels; a bias has one element for each output channel.
 * <br>C2 SAME padding makes the output as long as the input divided by the stride, rounded up, puts an odd row or column
 * at the end, and sets the dilation to 1; VALID means no padding and keeps the dilation.
 * <br>C3 The output has (padded - (dilation * (kernel - 1) + 1)) / stride + 1 rows and likewise columns, the division
 * truncating, so that a kernel which exceeds the padded input by less than the stride gives one; less than one is
 * refused.
 * <br>C4 Output channel m reads the input channels of group m / (M / groups), filter channel c meeting the c-th of them;
 * a depthwise convolution with M = k * C reads input channel m / k.
 * <br>C5 Taps outside the image contribute nothing, whatever their weight.
 * <br>C6 On float32 the sum starts at 0 and adds weight times input over c, u, v ascending, the product and the sum each
 * rounded to float32; then the bias is added; then the activation applies.
 * <br>C7 On int8 the sum is an int32: the bias in steps of the accumulator (N4, or as given if it is int32) plus the
 * products.
 * <br>C8 An int8 result is the sum, rounded to float32, times the float32 nearest to sIn * sW[m] / sOut (N3), through the
 * activation, limited and rounded as N7 says.
 * <br>C9 A fused activation of an int8 result works on float32 steps t of the output before they are rounded: relu
 * max(t, 0); relu6 min(max(t, 0), threshold / sOut); leaky_relu t > 0 ? t : t * alpha; hard_swish (t * min(max(t +
 * offset / sOut, 0), threshold / sOut)) * (sOut / scale). Its constants are divided in double and rounded to float32
 * once.
 * <br>C10 A float32 result of int8 operands is the sum without a float32 bias, rounded to float32, times the float32
 * nearest to sIn * sW[m]; then the bias is added in float32; then the activation applies as on float32.
 * <br>C11 Weights have one scale or one for each output channel; one scale means the same for every channel.
 * <br>C12 The images of a batch are computed independently.
 */
final class Conv2dKernel {
    private Conv2dKernel() {}

    static Kernel prepare(Node node) {
        var conv = (Conv2d) node.operator();
        var x = node.input(0).type();
        var geometry = conv.geometry(x.shape(), node.input(1).type().shape());
        if (x.isFloat()) {
            return new Conv2dFloat(geometry, conv.activation());
        }
        int terms = geometry.group() * geometry.kernel().h() * geometry.kernel().w();
        return new Conv2dInt8(geometry, Int8Product.of(node, 0, terms, 1, conv.activation()));
    }
}
