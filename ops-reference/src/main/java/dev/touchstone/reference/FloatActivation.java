package dev.touchstone.reference;

import dev.touchstone.op.Activation;

/** A fused activation on float32, in the operations that the unary operators of the same names define. */
final class FloatActivation {
    private FloatActivation() {}

    /** Replaces {@code t[0..n)}. */
    static void apply(Activation activation, float[] t, int n) {
        switch (activation) {
            case Activation.None() -> {}
            case Activation.Relu() -> relu(t, n);
            case Activation.Relu6(var threshold) -> relu6(t, n, threshold);
            case Activation.LeakyRelu(var alpha) -> leakyRelu(t, n, alpha);
            case Activation.HardSwish(var threshold, var scale, var offset) ->
                hardSwish(t, n, threshold, scale, offset);
        }
    }

    private static void relu(float[] t, int n) {
        for (int i = 0; i < n; i++) {
            t[i] = t[i] > 0 ? t[i] : 0;
        }
    }

    private static void relu6(float[] t, int n, float threshold) {
        for (int i = 0; i < n; i++) {
            t[i] = t[i] < 0 ? 0 : t[i] > threshold ? threshold : t[i];
        }
    }

    private static void leakyRelu(float[] t, int n, float alpha) {
        for (int i = 0; i < n; i++) {
            t[i] = t[i] > 0 ? t[i] : t[i] * alpha;
        }
    }

    private static void hardSwish(float[] t, int n, float threshold, float scale, float offset) {
        for (int i = 0; i < n; i++) {
            float u = t[i] + offset;
            float v = u < 0 ? 0 : u > threshold ? threshold : u;
            t[i] = t[i] * v / scale;
        }
    }
}
