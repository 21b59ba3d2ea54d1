package dev.touchstone.reference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/** The generator of the check vectors: a 64-bit linear congruence whose upper 31 bits are the values. */
final class VectorGenerator {
    private long state;

    VectorGenerator(long seed) {
        state = seed;
    }

    private int next() {
        state = state * 6364136223846793005L + 1442695040888963407L;
        return (int) (state >>> 33);
    }

    /** Values in -127..127. */
    byte[] codes(int n) {
        var codes = new byte[n];
        for (int i = 0; i < n; i++) {
            codes[i] = (byte) (next() % 255 - 127);
        }
        return codes;
    }

    /** Multiples of 1/256 in -1000/256..1000/256. */
    float[] floats(int n) {
        var floats = new float[n];
        for (int i = 0; i < n; i++) {
            floats[i] = (next() % 2001 - 1000) / 256f;
        }
        return floats;
    }

    /** Values in -10000..10000. */
    int[] biases(int n) {
        var biases = new int[n];
        for (int i = 0; i < n; i++) {
            biases[i] = next() % 20001 - 10000;
        }
        return biases;
    }

    static String crc(byte[] values) {
        var crc = new CRC32();
        crc.update(values);
        return "%08x".formatted(crc.getValue());
    }

    static String crc(float[] values) {
        var bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return crc(bytes.array());
    }
}
