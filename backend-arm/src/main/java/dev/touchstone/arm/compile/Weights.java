package dev.touchstone.arm.compile;

import dev.touchstone.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Weights in the order in which kernels read them. Small methods without objects, since they run cold.
 *
 * @param values the filter, if it is int8
 * @param reals the filter, if it is float
 * @param output from a weight of an output channel to that of the next
 * @param input from an input channel of the group to the next
 * @param row from a kernel row to the next
 * @param column from a kernel column to the next
 */
record Weights(byte[] values, float[] reals, int output, int input, int row, int column) {
    private static final float[] NONE = {};

    /** The elements of a float tensor; its own array where it has one. */
    static float[] floats(Tensor tensor) {
        return tensor.isWholeArray() ? tensor.floats() : tensor.segment().toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    }

    private static Weights of(Tensor tensor, int output, int input, int row, int column) {
        return tensor.type().isFloat()
                ? new Weights(new byte[0], floats(tensor), output, input, row, column)
                : new Weights(bytes(tensor), NONE, output, input, row, column);
    }

    /** The bytes of an int8 tensor; its own array where it has one. */
    static byte[] bytes(Tensor tensor) {
        return tensor.isWholeArray() ? tensor.bytes() : tensor.segment().toArray(ValueLayout.JAVA_BYTE);
    }

    /** Of a convolution: {@code [m, c/groups, kh, kw]}. */
    static Weights filter(Tensor tensor) {
        var shape = tensor.shape();
        int kernel = shape.extent(2) * shape.extent(3);
        return of(tensor, shape.extent(1) * kernel, kernel, shape.extent(3), 1);
    }

    /** Of a matrix product: {@code [k, n]}, as a convolution of one pixel with k channels. */
    static Weights matrix(Tensor tensor) {
        int n = tensor.shape().extent(1);
        return of(tensor, 1, n, 0, 0);
    }

    static void putInt(byte[] to, int at, int value) {
        to[at] = (byte) value;
        to[at + 1] = (byte) (value >> 8);
        to[at + 2] = (byte) (value >> 16);
        to[at + 3] = (byte) (value >> 24);
    }

    static void putFloat(byte[] to, int at, float value) {
        putInt(to, at, Float.floatToRawIntBits(value));
    }

    /** Fills memory with one float. */
    static void putFloats(byte[] to, int at, int bytes, float value) {
        for (int i = 0; i < bytes; i += 4) {
            putFloat(to, at + i, value);
        }
    }

    /** Copies bytes into native memory. */
    static void copy(byte[] from, int length, MemorySegment to) {
        MemorySegment.copy(from, 0, to, ValueLayout.JAVA_BYTE, 0, length);
    }
}
