package dev.touchstone.op;

/** The function fused into the end of a convolution or matrix product; applied before rounding (rule C9). */
public sealed interface Activation {
    Activation NONE = new None();
    Activation RELU = new Relu();

    /** The identity. */
    record None() implements Activation {}

    /** {@code max(x, 0)}. */
    record Relu() implements Activation {}

    /** {@code min(max(x, 0), threshold)}. */
    record Relu6(float threshold) implements Activation {
        public Relu6 {
            Attributes.require(threshold > 0, "relu6 threshold is " + threshold + "; expected a positive number");
        }
    }

    /** {@code x > 0 ? x : alpha * x}. */
    record LeakyRelu(float alpha) implements Activation {
        public LeakyRelu {
            Attributes.finite("leaky_relu alpha", alpha);
        }
    }

    /** {@code x * min(max(x + offset, 0), threshold) / scale}. */
    record HardSwish(float threshold, float scale, float offset) implements Activation {
        public HardSwish {
            Attributes.finite("hard_swish offset", offset);
            Attributes.require(scale != 0 && Float.isFinite(scale), "hard_swish scale is " + scale);
            Attributes.require(threshold > 0, "hard_swish threshold is " + threshold);
        }
    }
}
