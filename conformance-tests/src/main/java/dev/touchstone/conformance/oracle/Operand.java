package dev.touchstone.conformance.oracle;

import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;

/** A tensor that a rule reads, as exact numbers. */
final class Operand {
    private final TensorType type;
    private final byte[] codes;
    private final int[] integers;
    private final float[] floats;

    private Operand(Tensor tensor) {
        type = tensor.type();
        codes = type.dataType().bytes() == 1 ? tensor.toBytes() : new byte[0];
        floats = type.isFloat() ? tensor.toFloats() : new float[0];
        integers = type.dataType() == dev.touchstone.tensor.DataType.INT32 ? tensor.toInts() : new int[0];
    }

    static Operand of(Tensor tensor) {
        return new Operand(tensor);
    }

    TensorType type() {
        return type;
    }

    int extent(int axis) {
        return type.shape().extent(axis);
    }

    int elements() {
        return type.shape().elements();
    }

    /** An int8 element, in steps. */
    int code(int index) {
        return codes[index];
    }

    /** An int32 element. */
    int integer(int index) {
        return integers[index];
    }

    /** A float32 element's bits as a float, which may be NaN or infinite. */
    float raw(int index) {
        return floats[index];
    }

    /** A finite float32 element. */
    Fraction number(int index) {
        return Fraction.of(floats[index]);
    }

    /** What a step of the tensor means. */
    Fraction scale() {
        return Fraction.of(type.scale());
    }

    /** What a step of an output channel's weights means (rule C11). */
    Fraction scale(int channel) {
        return type.quantization() instanceof Quantization.PerChannel p
                ? Fraction.of(p.scales().get(channel))
                : scale();
    }
}
