package dev.touchstone.paddle.lowering;

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
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which lowering handles which operator type: one line each. */
final class Lowerings {
    /** The supported operator types. */
    private static final Set<String> TYPES = Set.of(
            "abs",
            "arg_max",
            "arg_min",
            "assign",
            "assign_value",
            "batch_norm",
            "bilinear_interp",
            "bilinear_interp_v2",
            "calib",
            "calib_once",
            "cast",
            "ceil",
            "clip",
            "concat",
            "conv2d",
            "depthwise_conv2d",
            "dequantize_linear",
            "dropout",
            "elementwise_add",
            "elementwise_div",
            "elementwise_max",
            "elementwise_min",
            "elementwise_mul",
            "elementwise_pow",
            "elementwise_sub",
            "elu",
            "exp",
            "fake_channel_wise_dequantize_max_abs",
            "fake_channel_wise_quantize_abs_max",
            "fake_channel_wise_quantize_dequantize_abs_max",
            "fake_dequantize_max_abs",
            "fake_quantize_abs_max",
            "fake_quantize_dequantize_abs_max",
            "fake_quantize_dequantize_moving_average_abs_max",
            "fake_quantize_moving_average_abs_max",
            "fake_quantize_range_abs_max",
            "fc",
            "fill_constant",
            "flatten",
            "flatten2",
            "flatten_contiguous_range",
            "floor",
            "fusion_elementwise_add_activation",
            "fusion_elementwise_div_activation",
            "fusion_elementwise_max_activation",
            "fusion_elementwise_min_activation",
            "fusion_elementwise_mul_activation",
            "fusion_elementwise_sub_activation",
            "gelu",
            "hard_sigmoid",
            "hard_swish",
            "identity",
            "io_copy",
            "io_copy_once",
            "leaky_relu",
            "log",
            "matmul",
            "matmul_v2",
            "max_pool2d_with_index",
            "mean",
            "mish",
            "moving_average_abs_max_scale",
            "mul",
            "nearest_interp",
            "nearest_interp_v2",
            "norm",
            "p_norm",
            "pad",
            "pad2d",
            "pad3d",
            "pool2d",
            "pow",
            "prelu",
            "quantize_linear",
            "reciprocal",
            "reduce_max",
            "reduce_mean",
            "reduce_min",
            "reduce_prod",
            "reduce_sum",
            "relu",
            "relu6",
            "reshape",
            "reshape2",
            "round",
            "rsqrt",
            "scale",
            "shape",
            "share_data",
            "shuffle_channel",
            "sigmoid",
            "silu",
            "slice",
            "softmax",
            "softplus",
            "split",
            "sqrt",
            "square",
            "squeeze",
            "squeeze2",
            "stack",
            "strided_slice",
            "swish",
            "sync_batch_norm",
            "tanh",
            "transpose",
            "transpose2",
            "unsqueeze",
            "unsqueeze2");

    private Lowerings() {}

    static Optional<Lowering> of(String type) {
        return TYPES.contains(type) ? Optional.of(lowering(type)) : Optional.empty();
    }

    /** A switch and not a map, so that a program links those of its own operators and not all hundred. */
    private static Lowering lowering(String type) {
        return switch (type) {
            case "abs" -> ActivationLowering::abs;
            case "arg_max" -> ArgMaxLowering.of(ArgMax.Kind.MAX);
            case "arg_min" -> ArgMaxLowering.of(ArgMax.Kind.MIN);
            case "assign", "identity", "share_data" -> ActivationLowering::identity;
            case "assign_value" -> ConstantLowering::assignValue;
            case "batch_norm", "sync_batch_norm" -> BatchNormLowering::prepare;
            case "bilinear_interp", "nearest_interp" -> ResizeLowering::first;
            case "bilinear_interp_v2", "nearest_interp_v2" -> ResizeLowering::second;
            case "calib", "calib_once" -> LiteLowering::calibrate;
            case "cast" -> CastLowering::prepare;
            case "ceil" -> ActivationLowering::ceil;
            case "clip" -> ClipLowering::prepare;
            case "concat" -> ConcatLowering::prepare;
            case "conv2d", "depthwise_conv2d" -> Conv2dLowering::prepare;
            case "dequantize_linear" -> FakeDequantizeLowering::linear;
            case "dropout" -> DropoutLowering::prepare;
            case "elementwise_add" -> ElementwiseLowering.of(Add::new);
            case "elementwise_div" -> ElementwiseLowering.of(Div::new);
            case "elementwise_max" -> ElementwiseLowering.of(Max::new);
            case "elementwise_min" -> ElementwiseLowering.of(Min::new);
            case "elementwise_mul" -> ElementwiseLowering.of(Mul::new);
            case "elementwise_pow" -> ElementwiseLowering.of(Pow::new);
            case "elementwise_sub" -> ElementwiseLowering.of(Sub::new);
            case "elu" -> ActivationLowering::elu;
            case "exp" -> ActivationLowering::exp;
            case "fake_channel_wise_dequantize_max_abs" -> FakeDequantizeLowering::channelWise;
            case "fake_channel_wise_quantize_abs_max" -> FakeQuantizeLowering.channelWise(false);
            case "fake_channel_wise_quantize_dequantize_abs_max" -> FakeQuantizeLowering.channelWise(true);
            case "fake_dequantize_max_abs" -> FakeDequantizeLowering::maxAbs;
            case "fake_quantize_abs_max" -> FakeQuantizeLowering.absMax(false);
            case "fake_quantize_dequantize_abs_max" -> FakeQuantizeLowering.absMax(true);
            case "fake_quantize_dequantize_moving_average_abs_max" -> FakeQuantizeLowering.movingAverage(true);
            case "fake_quantize_moving_average_abs_max" -> FakeQuantizeLowering.movingAverage(false);
            case "fake_quantize_range_abs_max" -> FakeQuantizeLowering::range;
            case "fc" -> FullyConnectedLowering::fc;
            case "fill_constant" -> ConstantLowering::fill;
            case "flatten", "flatten2" -> FlattenLowering::twoDimensional;
            case "flatten_contiguous_range" -> FlattenLowering::range;
            case "floor" -> ActivationLowering::floor;
            case "fusion_elementwise_add_activation" -> LiteLowering.activated(Add::new);
            case "fusion_elementwise_div_activation" -> LiteLowering.activated(Div::new);
            case "fusion_elementwise_max_activation" -> LiteLowering.activated(Max::new);
            case "fusion_elementwise_min_activation" -> LiteLowering.activated(Min::new);
            case "fusion_elementwise_mul_activation" -> LiteLowering.activated(Mul::new);
            case "fusion_elementwise_sub_activation" -> LiteLowering.activated(Sub::new);
            case "gelu" -> ActivationLowering::gelu;
            case "hard_sigmoid" -> ActivationLowering::hardSigmoid;
            case "hard_swish" -> ActivationLowering::hardSwish;
            case "io_copy", "io_copy_once" -> LiteLowering::copy;
            case "leaky_relu" -> ActivationLowering::leakyRelu;
            case "log" -> ActivationLowering::log;
            case "matmul" -> MatMulLowering::first;
            case "matmul_v2" -> MatMulLowering::second;
            case "max_pool2d_with_index" -> Pool2dLowering::withIndex;
            case "mean" -> ReduceLowering::mean;
            case "mish" -> ActivationLowering::mish;
            case "moving_average_abs_max_scale" -> MovingAverage::observe;
            case "mul" -> FullyConnectedLowering::mul;
            case "norm" -> NormLowering::norm;
            case "p_norm" -> NormLowering::pNorm;
            case "pad" -> PadLowering::pad;
            case "pad2d" -> PadLowering::pad2d;
            case "pad3d" -> PadLowering::pad3d;
            case "pool2d" -> Pool2dLowering::prepare;
            case "pow" -> ElementwiseLowering::power;
            case "prelu" -> PreluLowering::prepare;
            case "quantize_linear" -> FakeQuantizeLowering::linear;
            case "reciprocal" -> ActivationLowering::reciprocal;
            case "reduce_max" -> ReduceLowering.of(Reduce.Kind.MAX);
            case "reduce_mean" -> ReduceLowering.of(Reduce.Kind.MEAN);
            case "reduce_min" -> ReduceLowering.of(Reduce.Kind.MIN);
            case "reduce_prod" -> ReduceLowering.of(Reduce.Kind.PRODUCT);
            case "reduce_sum" -> ReduceLowering.of(Reduce.Kind.SUM);
            case "relu" -> ActivationLowering::relu;
            case "relu6" -> ActivationLowering::relu6;
            case "reshape", "reshape2" -> ReshapeLowering::prepare;
            case "round" -> ActivationLowering::round;
            case "rsqrt" -> ActivationLowering::rsqrt;
            case "scale" -> ScaleLowering::prepare;
            case "shape" -> ConstantLowering::shape;
            case "shuffle_channel" -> ShuffleChannelLowering::prepare;
            case "sigmoid" -> ActivationLowering::sigmoid;
            case "silu" -> ActivationLowering::silu;
            case "slice" -> SliceLowering::slice;
            case "softmax" -> SoftmaxLowering::prepare;
            case "softplus" -> ActivationLowering::softplus;
            case "split" -> SplitLowering::prepare;
            case "sqrt" -> ActivationLowering::sqrt;
            case "square" -> ActivationLowering::square;
            case "squeeze", "squeeze2" -> SqueezeLowering::squeeze;
            case "stack" -> StackLowering::prepare;
            case "strided_slice" -> SliceLowering::strided;
            case "swish" -> ActivationLowering::swish;
            case "tanh" -> ActivationLowering::tanh;
            case "transpose", "transpose2" -> TransposeLowering::prepare;
            case "unsqueeze", "unsqueeze2" -> SqueezeLowering::unsqueeze;
            default -> throw new IllegalStateException("no lowering for the supported operator type " + type);
        };
    }

    /** The supported operator types. */
    static SortedSet<String> types() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(TYPES));
    }
}
