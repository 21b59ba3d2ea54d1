package dev.touchstone.runtime.compare;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** Sums up the distance of two tensors over several inputs. Not thread-safe. */
final class Accumulator {
    private long elements;
    private long differing;
    private double largest;
    private double distance;
    private double signal;
    private double other;
    private double noise;
    private double product;
    private @Nullable Float step;

    /** Adds the tensors of one input; shapes are equal. */
    void add(Tensor first, Tensor second) {
        boolean sameType = first.type().dataType() == second.type().dataType()
                && (first.type().dataType() != DataType.INT8
                        || RealNumbers.step(first.type()) == RealNumbers.step(second.type()));
        var a = RealNumbers.of(first);
        var b = RealNumbers.of(second);
        var bitsA = first.segment().toArray(ValueLayout.JAVA_BYTE);
        var bitsB = second.segment().toArray(ValueLayout.JAVA_BYTE);
        int width = first.type().dataType().bytes();
        for (int i = 0; i < a.length; i++) {
            boolean same = sameType ? sameBits(bitsA, bitsB, i * width, width) : a[i] == b[i];
            differing += same ? 0 : 1;
            double difference = same ? 0 : Math.abs(a[i] - b[i]);
            largest = Math.max(largest, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
            distance += difference;
            noise += difference * difference;
            signal += a[i] * a[i];
            other += b[i] * b[i];
            product += a[i] * b[i];
        }
        elements += a.length;
        step = step(second.type());
    }

    private static @Nullable Float step(TensorType type) {
        return type.isQuantizedInt8() && RealNumbers.step(type) > 0 ? RealNumbers.step(type) : null;
    }

    private static boolean sameBits(byte[] a, byte[] b, int at, int width) {
        for (int i = at; i < at + width; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        return true;
    }

    Metrics metrics() {
        double ratio = noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
        double norms = Math.sqrt(signal) * Math.sqrt(other);
        double cosine = norms == 0 ? (signal == other ? 1 : 0) : Math.clamp(product / norms, -1, 1);
        return new Metrics(elements, differing, largest, elements == 0 ? 0 : distance / elements, step, ratio, cosine);
    }
}
