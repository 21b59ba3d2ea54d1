package dev.touchstone.paddle.lowering;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** Stand-ins for parameters that could not be had: small integers from a hash of the name and the position. */
final class SeededParameters {
    private SeededParameters() {}

    /** Element i comes from SplitMix64's finaliser of FNV-1a(name) + (i + 1) * golden ratio. */
    static float[] values(String name, int elements) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        var values = new float[elements];
        for (int i = 0; i < elements; i++) {
            long z = hash + (i + 1) * 0x9E3779B97F4A7C15L;
            z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
            z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
            z ^= z >>> 31;
            values[i] = (z >>> 60) - ((z >>> 56) & 15);
        }
        return values;
    }

    /** The whole parameter file: header, tensor description, data. */
    static byte[] file(String name, int... extents) {
        var description = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        description.put((byte) 8).put((byte) 5);
        for (int extent : extents) {
            description.put((byte) 16);
            int rest = extent;
            for (; rest > 127; rest >>>= 7) {
                description.put((byte) ((rest & 127) | 128));
            }
            description.put((byte) rest);
        }
        var values = values(name, IntStream.of(extents).reduce(1, (a, b) -> a * b));
        int length = description.position();
        var file = ByteBuffer.allocate(4 + 8 + 4 + 4 + length + 4 * values.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0)
                .putLong(0)
                .putInt(0)
                .putInt(length)
                .put(description.flip());
        for (float value : values) {
            file.putFloat(value);
        }
        return file.array();
    }
}
