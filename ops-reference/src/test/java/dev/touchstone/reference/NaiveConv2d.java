package dev.touchstone.reference;

import dev.touchstone.op.Activation;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Padding;
import dev.touchstone.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Convolution in seven loops, from the formulas alone: the independent check of the kernels. */
final class NaiveConv2d {
    final int images;
    final int outputs;
    final int outH;
    final int outW;
    private final Conv2d conv;
    private final int[] x;
    private final int[] w;
    private final int top;
    private final int left;
    private final int dilationH;
    private final int dilationW;

    NaiveConv2d(Conv2d conv, Shape xShape, Shape wShape) {
        this.conv = conv;
        this.x = xShape.toArray();
        this.w = wShape.toArray();
        images = x[0];
        outputs = w[0];
        boolean same = conv.padding().mode() == Padding.Mode.SAME;
        dilationH = same ? 1 : conv.dilation().h();
        dilationW = same ? 1 : conv.dilation().w();
        if (same) {
            outH = (x[2] + conv.stride().h() - 1) / conv.stride().h();
            outW = (x[3] + conv.stride().w() - 1) / conv.stride().w();
            top = Math.max((outH - 1) * conv.stride().h() + w[2] - x[2], 0) / 2;
            left = Math.max((outW - 1) * conv.stride().w() + w[3] - x[3], 0) / 2;
        } else {
            var p = conv.padding();
            top = p.top();
            left = p.left();
            outH = (x[2] + top + p.bottom() - (dilationH * (w[2] - 1) + 1))
                            / conv.stride().h()
                    + 1;
            outW = (x[3] + left + p.right() - (dilationW * (w[3] - 1) + 1))
                            / conv.stride().w()
                    + 1;
        }
    }

    /** Where tap (c, u, v) of output (n, m, i, j) reads, or -1 outside the image. */
    private int tap(int n, int m, int i, int j, int c, int u, int v) {
        int channel = m / (w[0] / conv.groups()) * w[1] + c;
        int row = i * conv.stride().h() - top + u * dilationH;
        int column = j * conv.stride().w() - left + v * dilationW;
        boolean inside = row >= 0 && row < x[2] && column >= 0 && column < x[3];
        return inside ? ((n * x[1] + channel) * x[2] + row) * x[3] + column : -1;
    }

    private int weight(int m, int c, int u, int v) {
        return ((m * w[1] + c) * w[2] + u) * w[3] + v;
    }

    /** The plain sums. */
    long[] sums(byte[] input, byte[] filter) {
        var sums = new long[images * outputs * outH * outW];
        int at = 0;
        for (int n = 0; n < images; n++) {
            for (int m = 0; m < outputs; m++) {
                for (int i = 0; i < outH; i++) {
                    for (int j = 0; j < outW; j++, at++) {
                        for (int c = 0; c < w[1]; c++) {
                            for (int u = 0; u < w[2]; u++) {
                                for (int v = 0; v < w[3]; v++) {
                                    int tap = tap(n, m, i, j, c, u, v);
                                    sums[at] += tap < 0 ? 0 : (long) filter[weight(m, c, u, v)] * input[tap];
                                }
                            }
                        }
                    }
                }
            }
        }
        return sums;
    }

    /** float32, one sum after the other. */
    float[] floats(float[] input, float[] filter, float @Nullable [] bias) {
        var y = new float[images * outputs * outH * outW];
        int at = 0;
        for (int n = 0; n < images; n++) {
            for (int m = 0; m < outputs; m++) {
                for (int i = 0; i < outH; i++) {
                    for (int j = 0; j < outW; j++) {
                        float sum = 0;
                        for (int c = 0; c < w[1]; c++) {
                            for (int u = 0; u < w[2]; u++) {
                                for (int v = 0; v < w[3]; v++) {
                                    int tap = tap(n, m, i, j, c, u, v);
                                    if (tap >= 0) {
                                        float product = filter[weight(m, c, u, v)] * input[tap];
                                        sum = sum + product;
                                    }
                                }
                            }
                        }
                        y[at++] = activate(conv.activation(), bias == null ? sum : sum + bias[m]);
                    }
                }
            }
        }
        return y;
    }

    /** The channel of an output element. */
    int channel(int element) {
        return element / (outH * outW) % outputs;
    }

    static float activate(Activation activation, float x) {
        return switch (activation) {
            case Activation.None() -> x;
            case Activation.Relu() -> x > 0 ? x : 0f;
            case Activation.Relu6(var threshold) -> x < 0 ? 0f : x > threshold ? threshold : x;
            case Activation.LeakyRelu(var alpha) -> x > 0 ? x : alpha * x;
            case Activation.HardSwish(var threshold, var scale, var offset) -> {
                float u = x + offset;
                float v = u < 0 ? 0f : u > threshold ? threshold : u;
                float product = x * v;
                yield product / scale;
            }
        };
    }

    /** Rule C9 on one value, then limits and rounding. */
    static byte toInt8(Activation activation, float t, float scale) {
        float a = switch (activation) {
            case Activation.None() -> t;
            case Activation.Relu() -> Math.max(t, 0f);
            case Activation.Relu6(var threshold) -> Math.min(Math.max(t, 0f), (float) (threshold / (double) scale));
            case Activation.LeakyRelu(var alpha) -> t > 0 ? t : t * alpha;
            case Activation.HardSwish(var threshold, var divisor, var offset) -> {
                float u = t + (float) (offset / (double) scale);
                float v = Math.min(Math.max(u, 0f), (float) (threshold / (double) scale));
                float product = t * v;
                yield product * (float) ((double) scale / divisor);
            }
        };
        return (byte) (int) Math.rint(Math.clamp((double) a, -127.0, 127.0));
    }
}
