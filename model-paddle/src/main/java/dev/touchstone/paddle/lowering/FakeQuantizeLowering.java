package dev.touchstone.paddle.lowering;

import dev.touchstone.op.FakeQuantize;
import dev.touchstone.op.Identity;
import java.util.List;

/**
 * {@code fake_quantize_*}, {@code fake_channel_wise_quantize_*}, {@code quantize_linear}. What Paddle calls a scale is
 * the threshold, the magnitude that maps to the largest integer. The evaluation order is attribute {@code round_type},
 * whose default differs between the two generations of operators.
 */
final class FakeQuantizeLowering {
    private FakeQuantizeLowering() {}

    /** The threshold is what the input's largest magnitude is, every time. */
    static Lowering absMax(boolean dequantize) {
        return op -> measured(op, quantizer(op, -1, dequantize, 1));
    }

    /** The threshold was recorded while training. */
    static Lowering movingAverage(boolean dequantize) {
        return op -> {
            var quantize = quantizer(op, -1, dequantize, 1);
            return MovingAverage.isUpdated(op)
                    ? MovingAverage.quantize(op, quantize)
                    : recorded(op, op.input("InScale"), quantize);
        };
    }

    /** As {@link #movingAverage}, of the largest values in a window. At the window's begin that is the input's own. */
    static Lowering.Step range(OpReader op) {
        var quantize = quantizer(op, -1, false, 1);
        op.input("InScale");
        boolean trains = !op.flag("is_test", false) && !op.isParameter("InScale");
        if (trains) {
            op.optionalInput("Iter");
            op.warn("attribute 'is_test' is false; computed as the first step of training, with the input's own range");
            return measured(op, quantize);
        }
        return recorded(op, op.input("InScale"), quantize);
    }

    /** Per channel; thresholds are the channels' largest magnitudes, or what training left in the output variable. */
    static Lowering channelWise(boolean dequantize) {
        return op -> {
            int axis = op.integer("quant_axis", 0);
            if (axis != 0 && axis != 1) {
                throw op.refuse("quant_axis", axis, "0 or 1");
            }
            var quantize = quantizer(op, axis, dequantize, 1);
            if (dequantize || !op.flag("is_test", false)) {
                return measured(op, quantize);
            }
            var thresholds = op.optionalInput("InScale").or(() -> op.parameterInOutput("OutScale"));
            return recorded(
                    op,
                    thresholds.orElseThrow(() -> op.place()
                            .malformed(
                                    "output slot 'OutScale'",
                                    "is no parameter; with is_test expected one that holds the thresholds")),
                    quantize);
        };
    }

    /** The newer generation: the scale is an input like any other, -1 as axis means one for all. */
    static Lowering.Step linear(OpReader op) {
        var x = op.input("X");
        var scale = op.input("Scale");
        var out = op.output("Y");
        var quantize = quantizer(op, linearAxis(op), false, 0);
        ignoreZeroPoint(op);
        if (!op.flag("is_test", true)) {
            op.warn("attribute 'is_test' is false; the recorded scale is used all the same");
        }
        boolean observes = op.flag("only_observer", false);
        return nodes -> {
            if (observes) {
                nodes.emit(out, new Identity(), nodes.value(x));
            } else {
                nodes.emit(out, quantize, nodes.value(x), nodes.value(scale));
            }
        };
    }

    static int linearAxis(OpReader op) {
        int axis = op.integer("quant_axis", 0);
        if (axis < -1 || axis > 1) {
            throw op.refuse("quant_axis", axis, "-1, 0 or 1");
        }
        return axis;
    }

    /** Files hold zeros there, and Paddle does not look at them. */
    static void ignoreZeroPoint(OpReader op) {
        op.input("ZeroPoint");
    }

    /** Thresholds that are known before. */
    private static Lowering.Step recorded(OpReader op, Ref threshold, FakeQuantize quantize) {
        var x = op.input("X");
        var out = op.output("Out");
        var used = op.outputIfRead("OutScale");
        return nodes -> {
            nodes.emit(out, quantize, nodes.value(x), nodes.value(threshold));
            used.ifPresent(u -> nodes.emit(u, new Identity(), nodes.value(threshold)));
        };
    }

    /** Thresholds that follow from the input. */
    private static Lowering.Step measured(OpReader op, FakeQuantize quantize) {
        var x = op.input("X");
        var out = op.output("Out");
        var used = op.outputIfRead("OutScale");
        return nodes -> {
            if (used.isPresent()) {
                nodes.emit(List.of(out, used.get()), emitting(quantize), List.of(nodes.value(x)));
            } else {
                nodes.emit(out, quantize, nodes.value(x));
            }
        };
    }

    private static FakeQuantize emitting(FakeQuantize q) {
        return new FakeQuantize(q.order(), q.bits(), q.axis(), q.dequantize(), true);
    }

    private static FakeQuantize quantizer(OpReader op, int axis, boolean dequantize, int defaultRounding) {
        var order = order(op, defaultRounding);
        return new FakeQuantize(order, op.integer("bit_length", 8), axis, dequantize, false);
    }

    private static FakeQuantize.Order order(OpReader op, int absent) {
        int type = op.integer("round_type", absent);
        return switch (type) {
            case 0 -> FakeQuantize.Order.ROUND_THEN_CLIP;
            case 1 -> FakeQuantize.Order.CLIP_THEN_ROUND;
            default -> throw op.refuse("round_type", type, "0 or 1");
        };
    }
}
