package dev.touchstone.conformance.cases;

import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.TensorType;

/** Reads the scales of types that must have some. */
final class Scales {
    private Scales() {}

    static Quantization of(TensorType type) {
        var quantization = type.quantization();
        if (quantization == null) {
            throw new IllegalArgumentException(type + " has no scale");
        }
        return quantization;
    }
}
