package dev.touchstone.paddle.lowering;

import dev.touchstone.paddle.program.Attribute;
import java.util.Set;

/** Attributes that change nothing here, whatever operator carries them; others that nobody reads are warned about. */
final class IgnoredAttributes {
    private static final Set<String> NAMES = Set.of(
            "ALL_KERNELS_MUST_COMPUTE_RUNTIME_SHAPE",
            "Scale_in",
            "Scale_in_eltwise",
            "Scale_out",
            "Scale_weights",
            "Scale_x",
            "Scale_y",
            "activation_bits",
            "bit_length",
            "enable_int16",
            "enable_int8",
            "exhaustive_search",
            "fix_seed",
            "force_fp32_output",
            "fuse_relu_before_depthwise_conv",
            "inplace",
            "is_test",
            "mkldnn_data_type",
            "moving_rate",
            "momentum",
            "name",
            "op_callstack",
            "op_device",
            "op_namescope",
            "op_role",
            "op_role_var",
            "out_max",
            "out_min",
            "out_scale",
            "out_threshold",
            "quantization_type",
            "quantize_weight_bits",
            "scale_out",
            "scale_x",
            "scale_y",
            "seed",
            "skip_quant",
            "trainable_statistics",
            "use_addto",
            "use_cudnn",
            "use_mkldnn",
            "use_quantizer",
            "window_size",
            "with_quant_attr",
            "workspace_size_MB",
            "x_data_format",
            "y_data_format",
            "__@kernel_type_attr@__");

    private IgnoredAttributes() {}

    /** Known to be meaningless, or a fused feature that is switched off. */
    static boolean contains(String name, Attribute value) {
        if ((name.endsWith("_threshold") && value instanceof Attribute.Real)
                || (name.endsWith("_scale") && value instanceof Attribute.Reals)) {
            return true;
        }
        boolean fused = name.startsWith("fuse_") || name.startsWith("fused_") || name.startsWith("use_");
        return NAMES.contains(name) || (fused && isNeutral(value));
    }

    private static boolean isNeutral(Attribute value) {
        return switch (value) {
            case Attribute.Int(long v) -> v == 0;
            case Attribute.Wide(long v) -> v == 0;
            case Attribute.Real a -> true;
            case Attribute.Flag(boolean v) -> !v;
            case Attribute.Text(String v) -> v.isEmpty();
            case Attribute.Ints(var v) -> v.isEmpty();
            case Attribute.Wides(var v) -> v.isEmpty();
            case Attribute.Reals(var v) -> v.isEmpty();
            case Attribute.Flags(var v) -> v.isEmpty();
            case Attribute.Texts(var v) -> v.isEmpty();
            case Attribute.SubBlock a -> false;
            case Attribute.Opaque a -> false;
        };
    }
}
