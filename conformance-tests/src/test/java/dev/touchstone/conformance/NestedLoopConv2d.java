package dev.touchstone.conformance;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Padding;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Convolution as its formula reads, one output at a time, sharing nothing with the kernels; and, on demand, with one
 * fault. Index names: n image, m output channel, c input channel of the group, i and j output row and column, u and v
 * filter row and column.
 */
final class NestedLoopConv2d {
    private final Conv2d conv;
    private final Tensor x;
    private final Tensor w;
    private final @Nullable Tensor bias;
    private final Tensor y;
    private final Fault fault;
    private final boolean int8;
    private int strideH;
    private int strideW;
    private int dilationH;
    private int dilationW;
    private int top;
    private int left;

    NestedLoopConv2d(Node node, Tensor x, Tensor y, Fault fault) {
        this.conv = (Conv2d) node.operator();
        this.x = x;
        this.w = Objects.requireNonNull(node.input(1).constant());
        this.bias = node.inputs().size() < 3 || fault == Fault.IGNORES_BIAS
                ? null
                : node.input(2).constant();
        this.y = y;
        this.fault = fault;
        this.int8 = x.type().isQuantizedInt8();
    }

    void run() {
        resolve();
        int index = 0;
        for (int n = 0; n < y.shape().extent(0); n++) {
            for (int m = 0; m < y.shape().extent(1); m++) {
                for (int i = 0; i < y.shape().extent(2); i++) {
                    for (int j = 0; j < y.shape().extent(3); j++) {
                        store(index++, m, sum(fault == Fault.REPEATS_THE_FIRST_IMAGE ? 0 : n, m, i, j));
                    }
                }
            }
        }
    }

    private void resolve() {
        boolean swap = fault == Fault.SWAPS_STRIDES;
        strideH = swap ? conv.stride().w() : conv.stride().h();
        strideW = swap ? conv.stride().h() : conv.stride().w();
        boolean same = conv.padding().mode() == Padding.Mode.SAME;
        boolean reset = same && fault != Fault.KEEPS_DILATION_WITH_SAME_PADDING;
        dilationH = reset ? 1 : conv.dilation().h();
        dilationW = reset ? 1 : conv.dilation().w();
        boolean end = fault == Fault.SWAPS_BEGIN_AND_END_PADDING;
        if (same) {
            top = same(2, strideH, end);
            left = same(3, strideW, end);
        } else {
            top = end ? conv.padding().bottom() : conv.padding().top();
            left = end ? conv.padding().right() : conv.padding().left();
        }
    }

    private int same(int axis, int stride, boolean end) {
        int in = x.shape().extent(axis);
        int total = Math.max((Math.ceilDiv(in, stride) - 1) * stride + w.shape().extent(axis) - in, 0);
        return end ? total - total / 2 : total / 2;
    }

    /** An exact sum of products on int8, a float32 sum in the stated order else. */
    private double sum(int n, int m, int i, int j) {
        int group = w.shape().extent(1);
        int kh = w.shape().extent(2);
        int kw = w.shape().extent(3);
        int terms = group * kh * kw;
        float sum = 0;
        double exact = 0;
        for (int t = 0; t < terms; t++) {
            int term = fault == Fault.SUMS_BACKWARDS ? terms - 1 - t : t;
            int c = term / (kh * kw);
            int u = term / kw % kh;
            int v = term % kw;
            int row = i * strideH - top + u * dilationH;
            int column = j * strideW - left + v * dilationW;
            if (fault == Fault.COPIES_THE_BORDER_INTO_THE_PADDING) {
                row = Math.clamp(row, 0, x.shape().extent(2) - 1);
                column = Math.clamp(column, 0, x.shape().extent(3) - 1);
            }
            if (row >= 0
                    && row < x.shape().extent(2)
                    && column >= 0
                    && column < x.shape().extent(3)) {
                double weight = number(w, ((m * group + c) * kh + u) * kw + v);
                int plane = n * x.shape().extent(1) + channel(m, c);
                double value = number(
                        x, (plane * x.shape().extent(2) + row) * x.shape().extent(3) + column);
                sum += (float) weight * (float) value;
                exact += weight * value;
            }
        }
        return int8 || fault == Fault.SUMS_IN_DOUBLE ? exact : sum;
    }

    private int channel(int m, int c) {
        int group = w.shape().extent(1);
        int groups = conv.groups();
        int g = m / (w.shape().extent(0) / groups);
        return fault == Fault.READS_GROUPS_INTERLEAVED ? c * groups + g : g * group + c;
    }

    private void store(int index, int m, double sum) {
        if (!int8) {
            y.floats()[index] = activate((float) sum + (bias == null ? 0 : bias.floats()[m]), 1);
            return;
        }
        double step = (double) x.type().scale() * weightScale(m);
        if (y.type().isFloat()) {
            float b = bias == null ? 0 : bias.floats()[m];
            boolean steps = fault == Fault.ADDS_BIAS_AS_STEPS_TO_FLOAT_RESULTS;
            float t = (float) (sum + (steps ? Math.rint(b / step) : 0)) * (float) step;
            y.floats()[index] = activate(steps ? t : t + b, 1);
            return;
        }
        int accumulator = (int) sum + biasSteps(m, step);
        float multiplier = (float) (step / y.type().scale());
        y.bytes()[index] = rounded(activate(accumulator * multiplier, y.type().scale()));
    }

    private int biasSteps(int m, double step) {
        if (bias == null) {
            return 0;
        }
        if (!bias.type().isFloat()) {
            return bias.ints()[m];
        }
        double steps = bias.floats()[m] / step;
        return (int) (fault == Fault.TRUNCATES_BIAS ? steps : Math.rint(steps));
    }

    private byte rounded(float t) {
        float least = fault == Fault.ALLOWS_MINUS_128 ? -128 : -127;
        float limited = Math.clamp(t, least, 127f);
        return (byte)
                switch (fault) {
                    case ROUNDS_HALVES_AWAY -> Math.copySign(Math.floor(Math.abs(limited) + 0.5), limited);
                    case ROUNDS_HALVES_UP -> Math.floor(limited + 0.5);
                    case TRUNCATES_RESULTS -> limited;
                    default -> Math.rint(limited);
                };
    }

    /** The fused function on steps of the scale given, 1 for real numbers. */
    private float activate(float t, float scale) {
        if (fault == Fault.LOSES_ACTIVATION) {
            return t;
        }
        return switch (conv.activation()) {
            case Activation.None a -> t;
            case Activation.Relu a -> Math.max(t, 0);
            case Activation.Relu6(var threshold) ->
                Math.min(
                        Math.max(t, 0),
                        fault == Fault.TAKES_RELU6_THRESHOLD_FOR_STEPS
                                ? threshold
                                : (float) (threshold / (double) scale));
            case Activation.LeakyRelu(var alpha) -> t > 0 ? t : t * alpha;
            case Activation.HardSwish(var threshold, var divisor, var offset) ->
                int8 && !y.type().isFloat()
                        ? (t * limited(t + steps(offset, scale), steps(threshold, scale)))
                                * (float) (scale / (double) divisor)
                        : t * limited(t + offset, threshold) / divisor;
        };
    }

    private static float steps(float real, float scale) {
        return (float) (real / (double) scale);
    }

    private static float limited(float t, float threshold) {
        return Math.min(Math.max(t, 0), threshold);
    }

    private float weightScale(int m) {
        return switch (w.type().quantization()) {
            case Quantization.PerChannel p -> p.scales().get(fault == Fault.TAKES_THE_FIRST_SCALE_FOR_ALL ? 0 : m);
            case Quantization.PerTensor p -> p.scale();
            case null -> throw new IllegalStateException(w.type() + " has no scale");
        };
    }

    private static double number(Tensor tensor, int index) {
        return tensor.type().equals(TensorType.float32(tensor.shape()))
                ? tensor.floats()[index]
                : tensor.bytes()[index];
    }
}
