package dev.touchstone.rknpu;

import dev.touchstone.rknpu.ddk.Precision;
import dev.touchstone.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * What the host does at the border of the network: real numbers to codes (rule N9) and back, signed codes to the bytes of
 * the representation. It happens in the backend's own buffers, never in the caller's.
 */
final class HostData {
    private static final float LIMIT = 127;
    /** Added and taken away again, it rounds to the nearest integer, ties to even. */
    private static final float INTEGER = 0x1.8p23f;

    private final boolean flips;
    private final byte[] bytes;

    HostData(Precision representation, int elements) {
        flips = representation == Precision.UINT8;
        bytes = new byte[elements];
    }

    /** Fills a device buffer from float32 numbers. */
    void quantize(Tensor source, float scale, MemorySegment buffer) {
        float[] values = source.toFloats();
        float inverse = (float) (1.0 / (double) scale);
        for (int i = 0; i < bytes.length; i++) {
            // NaN becomes 0 by the conversion.
            bytes[i] = (byte) (int) (Math.max(-LIMIT, Math.min(LIMIT, values[i] * inverse)) + INTEGER - INTEGER);
        }
        flip();
        MemorySegment.copy(bytes, 0, buffer, ValueLayout.JAVA_BYTE, 0, bytes.length);
    }

    /** Fills a device buffer from signed codes. */
    void put(Tensor source, MemorySegment buffer) {
        MemorySegment.copy(source.segment(), ValueLayout.JAVA_BYTE, 0, bytes, 0, bytes.length);
        flip();
        MemorySegment.copy(bytes, 0, buffer, ValueLayout.JAVA_BYTE, 0, bytes.length);
    }

    /** Gives real numbers. */
    void dequantize(MemorySegment buffer, float scale, Tensor target) {
        take(buffer);
        var values = new float[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes[i] * scale;
        }
        MemorySegment.copy(values, 0, target.segment(), ValueLayout.JAVA_FLOAT, 0, values.length);
    }

    /** Gives signed codes. */
    void get(MemorySegment buffer, Tensor target) {
        take(buffer);
        MemorySegment.copy(bytes, 0, target.segment(), ValueLayout.JAVA_BYTE, 0, bytes.length);
    }

    /** A code -128, which the device has and the definition does not, becomes -127. */
    private void take(MemorySegment buffer) {
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, bytes.length);
        flip();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.max(bytes[i], -127);
        }
    }

    private void flip() {
        if (flips) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] ^= (byte) 0x80;
            }
        }
    }

    /** Fills with a pattern of its own for each round, so that two rounds tell whether somebody wrote. */
    static void poison(MemorySegment buffer, int round) {
        buffer.fill((byte) (round == 0 ? 0x5a : 0xa5));
    }

    static boolean isPoisoned(MemorySegment buffer, int round) {
        byte[] expected = new byte[Math.toIntExact(buffer.byteSize())];
        Arrays.fill(expected, (byte) (round == 0 ? 0x5a : 0xa5));
        return buffer.mismatch(MemorySegment.ofArray(expected)) == -1;
    }
}
