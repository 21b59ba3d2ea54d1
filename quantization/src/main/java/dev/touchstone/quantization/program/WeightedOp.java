package dev.touchstone.quantization.program;

import dev.touchstone.paddle.program.Op;
import java.util.Optional;

/**
 * A convolution or matrix product with stored weights.
 *
 * @param inputSlot of the activation
 * @param weightSlot of the weights
 * @param outputSlot of the result
 * @param channelAxis of the weights along which the output channels lie; -1 where scales for each channel cannot be
 *     expressed
 */
public record WeightedOp(Op op, String inputSlot, String weightSlot, String outputSlot, int channelAxis) {
    /** Sees whether an operator is one. */
    public static Optional<WeightedOp> of(ProgramEdit program, Op op) {
        var form = switch (op.type()) {
            case "conv2d", "depthwise_conv2d" ->
                new WeightedOp(op, "Input", "Filter", "Output", channelsFirst(op) ? 0 : -1);
            case "conv2d_transpose", "depthwise_conv2d_transpose" ->
                new WeightedOp(
                        op,
                        "Input",
                        "Filter",
                        "Output",
                        channelsFirst(op) && Ops.integer(op, "groups", 1) == 1 ? 1 : -1);
            case "mul" -> new WeightedOp(op, "X", "Y", "Out", 1);
            case "matmul" -> new WeightedOp(op, "X", "Y", "Out", Ops.flag(op, "transpose_Y") ? -1 : 1);
            case "matmul_v2" -> new WeightedOp(op, "X", "Y", "Out", Ops.flag(op, "trans_y") ? -1 : 1);
            default -> null;
        };
        return Optional.ofNullable(form)
                .filter(f -> program.floats(f.weight()) != null && program.isActivation(f.input()));
    }

    /** Quantization by channel and what folds into channels are only written for Paddle's usual layout. */
    private static boolean channelsFirst(Op op) {
        return !Ops.text(op, "data_format").equals("NHWC");
    }

    /** The variable of the activation. */
    public String input() {
        return Ops.input(op, inputSlot);
    }

    /** The parameter of the weights. */
    public String weight() {
        return Ops.input(op, weightSlot);
    }

    /** The variable of the result. */
    public String output() {
        return Ops.output(op, outputSlot);
    }

    /** Whether it is a convolution, of any kind. */
    public boolean isConvolution() {
        return inputSlot.equals("Input");
    }
}
