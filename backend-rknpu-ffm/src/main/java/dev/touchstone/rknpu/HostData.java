package dev.touchstone.rknpu;

import dev.touchstone.rknpu.ddk.Precision;
import dev.touchstone.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What the host does at the border of the network: real numbers to codes (rule N9) and back, signed codes to the bytes of
 * the representation. It happens in the backend's own buffers, never in the caller's.
 */
final class HostData {
    private static final float LIMIT = 127;
    /** Added and taken away again, it rounds to the nearest integer, ties to even. */
    private static final float INTEGER = 0x1.8p23f;

    private static final ValueLayout.OfLong EIGHT = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final long SIGNS = 0x8080_8080_8080_8080L;

    /** What is to be changed in eight bytes between signed codes and the device's. */
    private final long flips;

    private final byte[] bytes;

    HostData(Precision representation, int elements) {
        flips = representation == Precision.UINT8 ? SIGNS : 0;
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
        var codes = source.segment();
        int i = 0;
        for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
            buffer.set(EIGHT, i, codes.get(EIGHT, i) ^ flips);
        }
        for (; i < bytes.length; i++) {
            buffer.set(ValueLayout.JAVA_BYTE, i, (byte) (codes.get(ValueLayout.JAVA_BYTE, i) ^ flips));
        }
    }

    /** Gives real numbers. */
    void dequantize(MemorySegment buffer, float scale, Tensor target) {
        take(buffer, MemorySegment.ofArray(bytes));
        var values = new float[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes[i] * scale;
        }
        MemorySegment.copy(values, 0, target.segment(), ValueLayout.JAVA_FLOAT, 0, values.length);
    }

    /** Gives signed codes. */
    void get(MemorySegment buffer, Tensor target) {
        take(buffer, target.segment());
    }

    /** A code -128, which the device has and the definition does not, becomes -127. */
    private void take(MemorySegment buffer, MemorySegment codes) {
        int i = 0;
        for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
            codes.set(EIGHT, i, signed(buffer.get(EIGHT, i)));
        }
        for (; i < bytes.length; i++) {
            codes.set(ValueLayout.JAVA_BYTE, i, (byte) signed(buffer.get(ValueLayout.JAVA_BYTE, i) & 0xff));
        }
    }

    /** Eight codes at once. With a zero point of 128 the code -128 is the byte 0: the lowest bit is set where it stands. */
    private long signed(long device) {
        long unsigned = device ^ flips ^ SIGNS;
        long notZero = ((unsigned & ~SIGNS) + ~SIGNS | unsigned) & SIGNS;
        return (unsigned | (notZero ^ SIGNS) >>> 7) ^ SIGNS;
    }

    private void flip() {
        if (flips != 0) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] ^= (byte) 0x80;
            }
        }
    }

    /** Fills with a pattern of its own for each round, so that two rounds tell whether somebody wrote. */
    static void poison(MemorySegment buffer, int round) {
        buffer.fill((byte) (round == 0 ? 0x5a : 0xa5));
    }

    /** Whether nobody wrote; known at the first byte, mostly. */
    static boolean isPoisoned(MemorySegment buffer, int round) {
        byte pattern = (byte) (round == 0 ? 0x5a : 0xa5);
        for (long i = 0; i < buffer.byteSize(); i++) {
            if (buffer.get(ValueLayout.JAVA_BYTE, i) != pattern) {
                return false;
            }
        }
        return true;
    }
}
