package dev.touchstone.op;

/** The function fused into the end of a convolution or matrix product; applied before rounding (rule C9). */
public sealed interface Activation {
    /** No function. */
    Activation NONE = new None();

    /** The rectifier. */
    Activation RELU = new Relu();

    /** The identity. */
    record None() implements Activation {
        @Override
        public String toString() {
            return "none";
        }
    }

    /** {@code max(x, 0)}. */
    record Relu() implements Activation {
        @Override
        public String toString() {
            return "relu";
        }
    }

    /** {@code min(max(x, 0), threshold)}. */
    record Relu6(float threshold) implements Activation {
        public Relu6 {
            Attributes.require(threshold > 0, "relu6 threshold is %s; expected a positive number", threshold);
        }

        @Override
        public String toString() {
            return "relu6(" + threshold + ")";
        }
    }

    /** {@code x > 0 ? x : alpha * x}. */
    record LeakyRelu(float alpha) implements Activation {
        public LeakyRelu {
            Attributes.finite("leaky_relu alpha", alpha);
        }

        @Override
        public String toString() {
            return "leaky_relu(" + alpha + ")";
        }
    }

    /** {@code x * min(max(x + offset, 0), threshold) / scale}. */
    record HardSwish(float threshold, float scale, float offset) implements Activation {
        public HardSwish {
            Attributes.require(threshold > 0, "hard_swish threshold is %s; expected a positive number", threshold);
            Attributes.require(
                    scale != 0 && Float.isFinite(scale),
                    "hard_swish scale is %s; expected a finite number but 0",
                    scale);
            Attributes.finite("hard_swish offset", offset);
        }

        @Override
        public String toString() {
            return "hard_swish(" + threshold + ", " + scale + ", " + offset + ")";
        }
    }
}
