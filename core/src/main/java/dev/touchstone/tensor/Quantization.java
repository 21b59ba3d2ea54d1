package dev.touchstone.tensor;

import dev.touchstone.InvalidGraphException;
import java.util.List;

/**
 * How integers stand for real numbers: {@code real = scale * (q - zeroPoint)}.
 *
 * <p>A scale is a normal, finite, positive float32 (rule N2).
 */
public sealed interface Quantization {
    /** One scale for the whole tensor. */
    record PerTensor(float scale, int zeroPoint) implements Quantization {
        public PerTensor {
            requireScale(scale);
            if (zeroPoint < 0 || zeroPoint > 255) {
                throw new InvalidGraphException("zero point " + zeroPoint + " is outside 0..255");
            }
        }

        @Override
        public String toString() {
            return zeroPoint == 0 ? "scale " + scale : "scale " + scale + ", zero point " + zeroPoint;
        }
    }

    /** One scale for each index of an axis, zero point 0; for constant weights. */
    record PerChannel(int axis, List<Float> scales) implements Quantization {
        public PerChannel {
            scales = List.copyOf(scales);
            if (axis < 0) {
                throw new InvalidGraphException("quantization axis " + axis + " is negative; expected 0 or more");
            }
            scales.forEach(Quantization::requireScale);
        }

        @Override
        public String toString() {
            return scales.size() + " scales along axis " + axis;
        }
    }

    /** Symmetric int8: zero point 0. */
    static Quantization perTensor(float scale) {
        return new PerTensor(scale, 0);
    }

    private static void requireScale(float scale) {
        if (!(scale >= Float.MIN_NORMAL && scale <= Float.MAX_VALUE)) {
            throw new InvalidGraphException(
                    "scale " + scale + " is not a normal positive float32 (" + Float.MIN_NORMAL + " or more)");
        }
    }
}
