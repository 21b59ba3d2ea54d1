package dev.touchstone.paddle.lowering;

import static java.util.Map.entry;

import dev.touchstone.op.Add;
import dev.touchstone.op.ArgMax;
import dev.touchstone.op.Div;
import dev.touchstone.op.Max;
import dev.touchstone.op.Min;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Pow;
import dev.touchstone.op.Reduce;
import dev.touchstone.op.Sub;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which lowering handles which operator type: one line each. */
final class Lowerings {
    private static final Map<String, Lowering> TABLE = Map.ofEntries(
            entry("abs", ActivationLowering::abs),
            entry("arg_max", ArgMaxLowering.of(ArgMax.Kind.MAX)),
            entry("arg_min", ArgMaxLowering.of(ArgMax.Kind.MIN)),
            entry("assign", ActivationLowering::identity),
            entry("assign_value", ConstantLowering::assignValue),
            entry("batch_norm", BatchNormLowering::prepare),
            entry("bilinear_interp", ResizeLowering::first),
            entry("bilinear_interp_v2", ResizeLowering::second),
            entry("calib", LiteLowering::calibrate),
            entry("calib_once", LiteLowering::calibrate),
            entry("cast", CastLowering::prepare),
            entry("ceil", ActivationLowering::ceil),
            entry("clip", ClipLowering::prepare),
            entry("concat", ConcatLowering::prepare),
            entry("conv2d", Conv2dLowering::prepare),
            entry("depthwise_conv2d", Conv2dLowering::prepare),
            entry("dequantize_linear", FakeDequantizeLowering::linear),
            entry("dropout", DropoutLowering::prepare),
            entry("elementwise_add", ElementwiseLowering.of(Add::new)),
            entry("elementwise_div", ElementwiseLowering.of(Div::new)),
            entry("elementwise_max", ElementwiseLowering.of(Max::new)),
            entry("elementwise_min", ElementwiseLowering.of(Min::new)),
            entry("elementwise_mul", ElementwiseLowering.of(Mul::new)),
            entry("elementwise_pow", ElementwiseLowering.of(Pow::new)),
            entry("elementwise_sub", ElementwiseLowering.of(Sub::new)),
            entry("elu", ActivationLowering::elu),
            entry("exp", ActivationLowering::exp),
            entry("fake_channel_wise_dequantize_max_abs", FakeDequantizeLowering::channelWise),
            entry("fake_channel_wise_quantize_abs_max", FakeQuantizeLowering.channelWise(false)),
            entry("fake_channel_wise_quantize_dequantize_abs_max", FakeQuantizeLowering.channelWise(true)),
            entry("fake_dequantize_max_abs", FakeDequantizeLowering::maxAbs),
            entry("fake_quantize_abs_max", FakeQuantizeLowering.absMax(false)),
            entry("fake_quantize_dequantize_abs_max", FakeQuantizeLowering.absMax(true)),
            entry("fake_quantize_dequantize_moving_average_abs_max", FakeQuantizeLowering.movingAverage(true)),
            entry("fake_quantize_moving_average_abs_max", FakeQuantizeLowering.movingAverage(false)),
            entry("fake_quantize_range_abs_max", FakeQuantizeLowering::range),
            entry("fc", FullyConnectedLowering::fc),
            entry("fill_constant", ConstantLowering::fill),
            entry("flatten", FlattenLowering::twoDimensional),
            entry("flatten2", FlattenLowering::twoDimensional),
            entry("flatten_contiguous_range", FlattenLowering::range),
            entry("floor", ActivationLowering::floor),
            entry("fusion_elementwise_add_activation", LiteLowering.activated(Add::new)),
            entry("fusion_elementwise_div_activation", LiteLowering.activated(Div::new)),
            entry("fusion_elementwise_max_activation", LiteLowering.activated(Max::new)),
            entry("fusion_elementwise_min_activation", LiteLowering.activated(Min::new)),
            entry("fusion_elementwise_mul_activation", LiteLowering.activated(Mul::new)),
            entry("fusion_elementwise_sub_activation", LiteLowering.activated(Sub::new)),
            entry("gelu", ActivationLowering::gelu),
            entry("hard_sigmoid", ActivationLowering::hardSigmoid),
            entry("hard_swish", ActivationLowering::hardSwish),
            entry("identity", ActivationLowering::identity),
            entry("io_copy", LiteLowering::copy),
            entry("io_copy_once", LiteLowering::copy),
            entry("leaky_relu", ActivationLowering::leakyRelu),
            entry("log", ActivationLowering::log),
            entry("matmul", MatMulLowering::first),
            entry("matmul_v2", MatMulLowering::second),
            entry("max_pool2d_with_index", Pool2dLowering::withIndex),
            entry("mean", ReduceLowering::mean),
            entry("mish", ActivationLowering::mish),
            entry("moving_average_abs_max_scale", MovingAverage::observe),
            entry("mul", FullyConnectedLowering::mul),
            entry("nearest_interp", ResizeLowering::first),
            entry("nearest_interp_v2", ResizeLowering::second),
            entry("norm", NormLowering::norm),
            entry("p_norm", NormLowering::pNorm),
            entry("pad", PadLowering::pad),
            entry("pad2d", PadLowering::pad2d),
            entry("pad3d", PadLowering::pad3d),
            entry("pool2d", Pool2dLowering::prepare),
            entry("pow", ElementwiseLowering::power),
            entry("prelu", PreluLowering::prepare),
            entry("quantize_linear", FakeQuantizeLowering::linear),
            entry("reciprocal", ActivationLowering::reciprocal),
            entry("reduce_max", ReduceLowering.of(Reduce.Kind.MAX)),
            entry("reduce_mean", ReduceLowering.of(Reduce.Kind.MEAN)),
            entry("reduce_min", ReduceLowering.of(Reduce.Kind.MIN)),
            entry("reduce_prod", ReduceLowering.of(Reduce.Kind.PRODUCT)),
            entry("reduce_sum", ReduceLowering.of(Reduce.Kind.SUM)),
            entry("relu", ActivationLowering::relu),
            entry("relu6", ActivationLowering::relu6),
            entry("reshape", ReshapeLowering::prepare),
            entry("reshape2", ReshapeLowering::prepare),
            entry("round", ActivationLowering::round),
            entry("rsqrt", ActivationLowering::rsqrt),
            entry("scale", ScaleLowering::prepare),
            entry("shape", ConstantLowering::shape),
            entry("share_data", ActivationLowering::identity),
            entry("shuffle_channel", ShuffleChannelLowering::prepare),
            entry("sigmoid", ActivationLowering::sigmoid),
            entry("silu", ActivationLowering::silu),
            entry("slice", SliceLowering::slice),
            entry("softmax", SoftmaxLowering::prepare),
            entry("softplus", ActivationLowering::softplus),
            entry("split", SplitLowering::prepare),
            entry("sqrt", ActivationLowering::sqrt),
            entry("square", ActivationLowering::square),
            entry("squeeze", SqueezeLowering::squeeze),
            entry("squeeze2", SqueezeLowering::squeeze),
            entry("stack", StackLowering::prepare),
            entry("strided_slice", SliceLowering::strided),
            entry("swish", ActivationLowering::swish),
            entry("sync_batch_norm", BatchNormLowering::prepare),
            entry("tanh", ActivationLowering::tanh),
            entry("transpose", TransposeLowering::prepare),
            entry("transpose2", TransposeLowering::prepare),
            entry("unsqueeze", SqueezeLowering::unsqueeze),
            entry("unsqueeze2", SqueezeLowering::unsqueeze));

    private Lowerings() {}

    static Optional<Lowering> of(String type) {
        return Optional.ofNullable(TABLE.get(type));
    }

    /** The supported operator types. */
    static SortedSet<String> types() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(TABLE.keySet()));
    }
}
