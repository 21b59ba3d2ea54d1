package dev.touchstone.runtime.compare;

import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.Optional;

/** Tensors as the real numbers that they stand for, and back. */
final class RealNumbers {
    private RealNumbers() {}

    /** The step of an int8 tensor with a single one; 0 for every other. */
    static float step(TensorType type) {
        return type.quantization() instanceof Quantization.PerTensor p ? p.scale() : 0;
    }

    static double[] of(Tensor tensor) {
        int count = tensor.shape().elements();
        var real = new double[count];
        switch (tensor.type().dataType()) {
            case FLOAT32 -> {
                var values = tensor.toFloats();
                for (int i = 0; i < count; i++) {
                    real[i] = values[i];
                }
            }
            case INT8 -> {
                var values = tensor.toBytes();
                float step = step(tensor.type());
                for (int i = 0; i < count; i++) {
                    real[i] = step > 0 ? values[i] * (double) step : values[i];
                }
            }
            case UINT8, BOOL -> {
                var values = tensor.toBytes();
                for (int i = 0; i < count; i++) {
                    real[i] = Byte.toUnsignedInt(values[i]);
                }
            }
            case INT32 -> {
                var values = tensor.toInts();
                for (int i = 0; i < count; i++) {
                    real[i] = values[i];
                }
            }
            case INT64 -> {
                var values = tensor.toLongs();
                for (int i = 0; i < count; i++) {
                    real[i] = values[i];
                }
            }
        }
        return real;
    }

    /** The tensor in another type of real numbers: int8 is rounded to the nearest and clipped; empty if that makes none. */
    static Optional<Tensor> as(Tensor tensor, TensorType type) {
        if (!tensor.shape().equals(type.shape())) {
            return Optional.empty();
        }
        if (tensor.type().equals(type)) {
            return Optional.of(tensor);
        }
        boolean from = tensor.type().isFloat() || step(tensor.type()) > 0;
        boolean to = type.isFloat() || step(type) > 0;
        if (!from || !to) {
            return Optional.empty();
        }
        var real = of(tensor);
        var result = Tensor.allocate(type);
        for (int i = 0; i < real.length; i++) {
            if (type.isFloat()) {
                result.floats()[i] = (float) real[i];
            } else {
                result.bytes()[i] = (byte) Math.clamp(Math.rint(real[i] / step(type)), -127, 127);
            }
        }
        return Optional.of(result);
    }
}
