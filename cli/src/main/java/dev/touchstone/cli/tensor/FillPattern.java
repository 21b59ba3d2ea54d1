package dev.touchstone.cli.tensor;

import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.nio.charset.StandardCharsets;

/**
 * Reproducible elements for an input that nobody gave.
 *
 * <p>F1 h is the 64-bit FNV-1a hash of the input's name in UTF-8; element i, counted row-major from 0, starts from
 * {@code z = mix(h + (i + 1) * 0x9e3779b97f4a7c15)}, where mix is the output function of SplitMix64.
 * <br>F2 float32: {@code (z >>> 40) * 2^-23 - 1}, in [-1, 1) and exact. int8: z mod 255 - 127. uint8: the lowest 8 bits
 * of z. int32 and int64: the lowest 4 bits, 0..15. bool: the lowest bit. z counts as unsigned.
 */
public final class FillPattern {
    private FillPattern() {}

    /** A new tensor filled for an input of this name. */
    public static Tensor fill(String name, TensorType type) {
        long hash = fnv1a(name);
        var tensor = Tensor.allocate(type);
        int n = type.shape().elements();
        switch (type.dataType()) {
            case FLOAT32 -> {
                float[] to = tensor.floats();
                for (int i = 0; i < n; i++) {
                    to[i] = (random(hash, i) >>> 40) * 0x1p-23f - 1;
                }
            }
            case INT8 -> {
                byte[] to = tensor.bytes();
                for (int i = 0; i < n; i++) {
                    to[i] = (byte) (Long.remainderUnsigned(random(hash, i), 255) - 127);
                }
            }
            case UINT8 -> {
                byte[] to = tensor.bytes();
                for (int i = 0; i < n; i++) {
                    to[i] = (byte) random(hash, i);
                }
            }
            case INT32 -> {
                int[] to = tensor.ints();
                for (int i = 0; i < n; i++) {
                    to[i] = (int) random(hash, i) & 15;
                }
            }
            case INT64 -> {
                long[] to = tensor.longs();
                for (int i = 0; i < n; i++) {
                    to[i] = random(hash, i) & 15;
                }
            }
            case BOOL -> {
                byte[] to = tensor.bytes();
                for (int i = 0; i < n; i++) {
                    to[i] = (byte) (random(hash, i) & 1);
                }
            }
        }
        return tensor;
    }

    private static long fnv1a(String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    private static long random(long hash, int index) {
        long z = hash + (index + 1L) * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
