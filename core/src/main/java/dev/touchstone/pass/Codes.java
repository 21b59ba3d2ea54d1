package dev.touchstone.pass;

import dev.touchstone.graph.Value;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Quantization.PerChannel;
import dev.touchstone.tensor.Quantization.PerTensor;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import java.util.Objects;

/** The integers of int8 constants and the real numbers they stand for. */
final class Codes {
    private Codes() {}

    /** The float32 products {@code q * scale} (rule N9) of an int8 constant with scales. */
    static float[] toReal(Value stored) {
        var codes = tensor(stored).toBytes();
        var shape = stored.type().shape();
        var quantization = Objects.requireNonNull(stored.type().quantization());
        // Elements of one channel stand together in runs.
        int run = quantization instanceof PerChannel p ? shape.product(p.axis() + 1, shape.rank()) : codes.length;
        var real = new float[codes.length];
        for (int start = 0; start < codes.length; start += run) {
            float scale = scale(quantization, shape, start);
            for (int i = start; i < start + run; i++) {
                real[i] = codes[i] * scale;
            }
        }
        return real;
    }

    /** The scale that applies to one element. */
    static float scale(Quantization quantization, Shape shape, int element) {
        return switch (quantization) {
            case PerTensor p -> p.scale();
            case PerChannel p -> p.scales().get(channel(shape, p.axis(), element));
        };
    }

    /** The index along an axis of the element at a row-major position; 0 for axis -1, which means one for all. */
    static int channel(Shape shape, int axis, int element) {
        return axis < 0 ? 0 : element / shape.product(axis + 1, shape.rank()) % shape.extent(axis);
    }

    static Tensor tensor(Value constant) {
        return Objects.requireNonNull(constant.constant(), constant.name());
    }
}
