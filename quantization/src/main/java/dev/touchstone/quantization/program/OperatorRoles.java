package dev.touchstone.quantization.program;

import dev.touchstone.paddle.program.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which operators get quantized inputs when everything is quantized, and which record the threshold of their result:
 * PaddleSlim's lists, newest state.
 */
final class OperatorRoles {
    /** Operators without weights whose inputs are quantized where all of them are computed. */
    private static final Set<String> ACTIVATION_ONLY = Set.of(
            "pool2d",
            "elementwise_add",
            "elementwise_sub",
            "elementwise_mul",
            "elementwise_div",
            "elementwise_max",
            "elementwise_min",
            "concat",
            "softmax",
            "transpose",
            "transpose2",
            "reshape",
            "reshape2",
            "squeeze",
            "squeeze2",
            "unsqueeze",
            "unsqueeze2",
            "flatten",
            "flatten2",
            "flatten_contiguous_range",
            "bilinear_interp",
            "bilinear_interp_v2",
            "nearest_interp",
            "nearest_interp_v2",
            "slice",
            "split",
            "shuffle_channel",
            "pad2d",
            "pad3d",
            "relu",
            "relu6",
            "leaky_relu",
            "tanh",
            "swish",
            "sigmoid",
            "hard_swish",
            "hard_sigmoid",
            "scale",
            "clip",
            "abs",
            "mean",
            "reduce_mean",
            "reduce_max",
            "batch_norm",
            "matmul",
            "matmul_v2",
            "mul");

    /** Further operators that record the threshold of their result. */
    private static final Set<String> RECORDING = Set.of(
            "conv2d", "depthwise_conv2d", "conv2d_transpose", "depthwise_conv2d_transpose", "prelu", "dropout", "pad");

    private static final Map<String, List<String>> INPUT_SLOTS =
            Map.of("elementwise", List.of("X", "Y"), "matmul", List.of("X", "Y"), "mul", List.of("X", "Y"));

    private OperatorRoles() {}

    static boolean isActivationOnly(Op op) {
        return ACTIVATION_ONLY.contains(op.type());
    }

    /** Whether the thresholds of its results are recorded. */
    static boolean records(Op op) {
        return ACTIVATION_ONLY.contains(op.type()) || RECORDING.contains(op.type());
    }

    /** The tensors that it computes with, without sizes, axes and other side inputs. */
    static List<String> dataInputs(Op op) {
        var slots = op.type().startsWith("elementwise_")
                ? INPUT_SLOTS.getOrDefault("elementwise", List.of())
                : INPUT_SLOTS.getOrDefault(op.type().replace("_v2", ""), List.of("X", "Input"));
        var names = new ArrayList<String>();
        slots.forEach(slot -> names.addAll(op.inputs().getOrDefault(slot, List.of())));
        return names;
    }

    /** Slots whose results are the operator's own, with their names. */
    static Map<String, List<String>> results(Op op) {
        var results = new TreeMap<String, List<String>>();
        for (var slot : List.of("Out", "Output", "Y")) {
            var names = op.outputs().getOrDefault(slot, List.of());
            if (!names.isEmpty()) {
                results.put(slot, names);
            }
        }
        return results;
    }
}
