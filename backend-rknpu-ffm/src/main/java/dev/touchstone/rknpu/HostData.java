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

    private static final long SIGNS = 0x8080_8080_8080_8080L;

    /** What is to be changed in eight bytes between signed codes and the device's. */
    private final long flips;

    private final int elements;

    /** The bytes on their way, eight in each word: loops over an array of words are compiled to vector instructions. */
    private final long[] words;

    private final MemorySegment bytes;

    HostData(Precision representation, int elements) {
        this.elements = elements;
        flips = representation == Precision.UINT8 ? SIGNS : 0;
        words = new long[(elements + Long.BYTES - 1) / Long.BYTES];
        bytes = MemorySegment.ofArray(words);
    }

    /** Fills a device buffer from float32 numbers. */
    void quantize(Tensor source, float scale, MemorySegment buffer) {
        float[] values = source.toFloats();
        float inverse = (float) (1.0 / (double) scale);
        for (int i = 0; i < elements; i++) {
            // NaN becomes 0 by the conversion.
            bytes.set(ValueLayout.JAVA_BYTE, i, (byte) (int)
                    (Math.max(-LIMIT, Math.min(LIMIT, values[i] * inverse)) + INTEGER - INTEGER));
        }
        flip();
        MemorySegment.copy(bytes, 0, buffer, 0, elements);
    }

    /** Fills a device buffer from signed codes. */
    void put(Tensor source, MemorySegment buffer) {
        MemorySegment.copy(source.segment(), 0, bytes, 0, elements);
        flip();
        MemorySegment.copy(bytes, 0, buffer, 0, elements);
    }

    /** Gives real numbers. */
    void dequantize(MemorySegment buffer, float scale, Tensor target) {
        take(buffer);
        var values = new float[elements];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes.get(ValueLayout.JAVA_BYTE, i) * scale;
        }
        MemorySegment.copy(values, 0, target.segment(), ValueLayout.JAVA_FLOAT, 0, values.length);
    }

    /** Gives signed codes. */
    void get(MemorySegment buffer, Tensor target) {
        take(buffer);
        MemorySegment.copy(bytes, 0, target.segment(), 0, elements);
    }

    /** A code -128, which the device has and the definition does not, becomes -127. */
    private void take(MemorySegment buffer) {
        MemorySegment.copy(buffer, 0, bytes, 0, elements);
        for (int i = 0; i < words.length; i++) {
            words[i] = signed(words[i]);
        }
    }

    /** Eight codes at once. With a zero point of 128 the code -128 is the byte 0: the lowest bit is set where it stands. */
    private long signed(long device) {
        long unsigned = device ^ flips ^ SIGNS;
        long notZero = ((unsigned & ~SIGNS) + ~SIGNS | unsigned) & SIGNS;
        return (unsigned | (notZero ^ SIGNS) >>> 7) ^ SIGNS;
    }

    private void flip() {
        for (int i = 0; i < words.length; i++) {
            words[i] ^= flips;
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
