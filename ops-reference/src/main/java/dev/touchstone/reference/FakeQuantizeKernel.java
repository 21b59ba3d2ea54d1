package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.FakeQuantize;
import dev.touchstone.tensor.Tensor;
import java.util.List;

/**
 * The definition of {@link FakeQuantize}: what native Paddle computes, bit for bit.
 *
 * <p>Q1 With range B = 2^(bits-1) - 1, the factor of a threshold s is the float32 product of B and the float32
 * reciprocal of s; a threshold of 1e-30 or less has the reciprocal of s + 1e-6 instead.
 * <br>Q2 CLIP_THEN_ROUND: x is limited to -s from below, then to s from above, multiplied by the factor in float32, and rounded to the nearest integer,
 * ties away from zero.
 * <br>Q3 ROUND_THEN_CLIP: x is multiplied by the factor in float32, rounded to the nearest integer, ties to even, and
 * limited to -B-1..B.
 * <br>Q4 If it dequantizes, the integer is multiplied by s and the product divided by B, each rounded to float32.
 * <br>Q5 Without a threshold input s is the largest magnitude of x, of the whole tensor or of each index of the axis. NaN
 * stays NaN.
 */
final class FakeQuantizeKernel {
    private FakeQuantizeKernel() {}

    static Kernel prepare(Node node) {
        var operator = (FakeQuantize) node.operator();
        var x = node.input(0).type().shape();
        int axis = operator.axis();
        int thresholds = axis < 0 ? 1 : x.extent(axis);
        int run = axis < 0 ? x.elements() : x.product(axis + 1, x.rank());
        return (inputs, outputs) -> run(operator, thresholds, run, inputs, outputs);
    }

    private static void run(FakeQuantize operator, int thresholds, int run, List<Tensor> inputs, List<Tensor> outputs) {
        float[] x = inputs.getFirst().floats();
        float[] s = inputs.size() == 2 ? inputs.get(1).floats() : magnitudes(x, thresholds, run);
        float[] y = outputs.getFirst().floats();
        float range = operator.range();
        for (int start = 0, c = 0; start < x.length; start += run, c = (c + 1) % thresholds) {
            float factor = range * reciprocal(s[c]);
            switch (operator.order()) {
                case CLIP_THEN_ROUND -> clipThenRound(x, y, start, start + run, s[c], factor);
                case ROUND_THEN_CLIP -> roundThenClip(x, y, start, start + run, range, factor);
            }
            if (operator.dequantize()) {
                dequantize(y, start, start + run, s[c], range);
            }
        }
        if (operator.emitsThreshold()) {
            System.arraycopy(s, 0, outputs.get(1).floats(), 0, thresholds);
        }
    }

    private static float reciprocal(float s) {
        return s <= 1e-30f ? 1f / (s + 1e-6f) : 1f / s;
    }

    private static float[] magnitudes(float[] x, int thresholds, int run) {
        var s = new float[thresholds];
        for (int i = 0; i < x.length; i++) {
            int c = i / run % thresholds;
            s[c] = Math.max(s[c], Math.abs(x[i]));
        }
        return s;
    }

    private static void clipThenRound(float[] x, float[] y, int from, int to, float s, float factor) {
        for (int i = from; i < to; i++) {
            float raised = x[i] < -s ? -s : x[i];
            y[i] = roundAway(factor * (raised > s ? s : raised));
        }
    }

    /** Exact for every float32: the sum of a double and 0.5 below 2^52 is. */
    private static float roundAway(float t) {
        double magnitude = Math.floor(Math.abs((double) t) + 0.5);
        return Float.isNaN(t) ? t : (float) Math.copySign(magnitude, t);
    }

    private static void roundThenClip(float[] x, float[] y, int from, int to, float range, float factor) {
        for (int i = from; i < to; i++) {
            float r = (float) Math.rint(factor * x[i]);
            r = r > range ? range : r;
            y[i] = r < -range - 1 ? -range - 1 : r;
        }
    }

    private static void dequantize(float[] y, int from, int to, float s, float range) {
        for (int i = from; i < to; i++) {
            y[i] = y[i] * s / range;
        }
    }
}
