package dev.touchstone.paddle.lowering;

import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Hw;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code conv2d}, {@code depthwise_conv2d}. A bias slot and a fused activation mean something only in Paddle Lite's
 * dialect: the native kernels do not look at them.
 */
final class Conv2dLowering {
    private Conv2dLowering() {}

    static Lowering.Step prepare(OpReader op) {
        var x = op.input("Input");
        var filter = op.input("Filter");
        var out = op.output("Output");
        var bias = bias(op);
        var layout = ImageLayout.ofImage(op, "data_format");
        refuseResidual(op);
        var conv = new Conv2d(
                ImageAttributes.hw(op, "strides", Hw.ONE),
                ImageAttributes.padding(op),
                ImageAttributes.hw(op, "dilations", Hw.ONE),
                op.integer("groups", 1),
                activation(op));
        return nodes -> {
            var image = nodes.value(x);
            boolean last = layout == ImageLayout.CHANNELS_LAST;
            if (last) {
                image = nodes.channelsFirst(image.withType(image.type().requireRank(4)));
            }
            var operands = new ArrayList<>(List.of(image, nodes.weight(filter, 0)));
            bias.map(nodes::value).ifPresent(operands::add);
            if (last) {
                nodes.emitChannelsLast(out, nodes.help("conv", conv, operands.toArray(Value[]::new)));
            } else {
                nodes.emit(out, conv, operands.toArray(Value[]::new));
            }
        };
    }

    private static Optional<Ref> bias(OpReader op) {
        if (!op.hasInput("Bias")) {
            return Optional.empty();
        }
        if (op.dialect() == Dialect.LITE) {
            return op.optionalInput("Bias");
        }
        op.warn("slot 'Bias' is ignored, as Paddle's own kernels do");
        return Optional.empty();
    }

    private static void refuseResidual(OpReader op) {
        if (op.hasInput("ResidualData")) {
            throw op.place().unsupported("slot 'ResidualData'", "is given; supported is an empty slot");
        }
        op.refuseIfSet("fuse_residual_connection");
    }

    private static Activation activation(OpReader op) {
        boolean relu = op.flag("fuse_relu", false);
        boolean fused = op.flag("with_act", false);
        String other = op.text("fuse_activation", "");
        if (op.dialect() == Dialect.PADDLE) {
            op.text("act_type", "");
            if (relu || fused || !other.isEmpty()) {
                op.warn("a fused activation is ignored, as Paddle's own kernels do");
            }
            return Activation.NONE;
        }
        if (!fused) {
            return relu ? Activation.RELU : Activation.NONE;
        }
        String type = op.text("act_type", "");
        return switch (type) {
            case "relu" -> Activation.RELU;
            case "relu6" -> new Activation.Relu6(op.real("fuse_brelu_threshold", 6));
            case "leaky_relu" -> new Activation.LeakyRelu(op.real("leaky_relu_alpha"));
            case "hard_swish" ->
                new Activation.HardSwish(
                        op.real("hard_swish_threshold", 6),
                        op.real("hard_swish_scale", 6),
                        op.real("hard_swish_offset", 3));
            default -> throw op.refuse("act_type", "'" + type + "'", "one of [hard_swish, leaky_relu, relu, relu6]");
        };
    }
}
