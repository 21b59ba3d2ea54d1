package dev.touchstone.reference;

import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * What data movement does to the elements it moves (rules M2, M3): nothing, or, between int8 scales that differ in any
 * bit, the table of N10. Copies runs of elements of every data type.
 */
final class Rescale {
    private final @Nullable Int8Table table;

    private Rescale(@Nullable Int8Table table) {
        this.table = table;
    }

    static Rescale between(TensorType from, TensorType to) {
        boolean differs = from.isQuantizedInt8() && to.isQuantizedInt8() && from.scale() != to.scale();
        return new Rescale(differs ? Int8Table.requantize(from.scale(), to.scale()) : null);
    }

    /** Copies {@code n} elements from one array of a data type to another. */
    void copy(Tensor from, int start, Tensor to, int at, int n) {
        if (table != null) {
            table.apply(from.bytes(), start, to.bytes(), at, n);
        } else {
            System.arraycopy(array(from), start, array(to), at, n);
        }
    }

    /** Copies {@code from[index[i]]} to {@code to[i]}. */
    void gather(Tensor from, int[] index, Tensor to) {
        switch (from.type().dataType()) {
            case FLOAT32 -> gather(from.floats(), index, to.floats());
            case INT32 -> gather(from.ints(), index, to.ints());
            case INT64 -> gather(from.longs(), index, to.longs());
            case INT8, UINT8, BOOL -> {
                gather(from.bytes(), index, to.bytes());
                if (table != null) {
                    table.apply(to.bytes(), 0, to.bytes(), 0, index.length);
                }
            }
        }
    }

    private static void gather(float[] from, int[] index, float[] to) {
        for (int i = 0; i < index.length; i++) {
            to[i] = from[index[i]];
        }
    }

    private static void gather(int[] from, int[] index, int[] to) {
        for (int i = 0; i < index.length; i++) {
            to[i] = from[index[i]];
        }
    }

    private static void gather(long[] from, int[] index, long[] to) {
        for (int i = 0; i < index.length; i++) {
            to[i] = from[index[i]];
        }
    }

    private static void gather(byte[] from, int[] index, byte[] to) {
        for (int i = 0; i < index.length; i++) {
            to[i] = from[index[i]];
        }
    }

    private static Object array(Tensor tensor) {
        return switch (tensor.type().dataType()) {
            case FLOAT32 -> tensor.floats();
            case INT32 -> tensor.ints();
            case INT64 -> tensor.longs();
            case INT8, UINT8, BOOL -> tensor.bytes();
        };
    }
}
