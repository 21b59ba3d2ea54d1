package dev.touchstone.conformance.cases;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Small whole numbers in the place of parameters that an archive lacks, drawn from the parameter's name. What such a model
 * makes of a picture means nothing; its layers have the shapes, scales and other parameters of the real one.
 */
final class StandIns {
    private StandIns() {}

    /**
     * Writes a file for each line of a list that is not there.
     *
     * @param list a heading, then lines that begin with a name and a shape: {@code fc_0.w_0,2048x1000}
     * @param directory of the model
     */
    static void write(Path list, Path directory) throws IOException {
        for (var line : Files.readAllLines(list).stream().skip(1).toList()) {
            var fields = line.split(",", -1);
            var file = directory.resolve(fields[0]);
            if (fields.length > 1 && !Files.exists(file)) {
                var extents = Stream.of(fields[1].split("x", -1))
                        .map(Integer::valueOf)
                        .toList();
                Files.write(file, file(fields[0], extents));
            }
        }
    }

    /** Two versions, no levels of detail, the description (float32 has the number 5), the elements. */
    private static byte[] file(String name, List<Integer> extents) {
        var description = new ByteArrayOutputStream();
        description.write(8);
        description.write(5);
        for (int extent : extents) {
            description.write(16);
            int rest = extent;
            for (; rest > 127; rest >>>= 7) {
                description.write((rest & 127) | 128);
            }
            description.write(rest);
        }
        int elements = extents.stream().reduce(1, (a, b) -> a * b);
        var file = ByteBuffer.allocate(20 + description.size() + 4 * elements).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0).putLong(0).putInt(0).putInt(description.size()).put(description.toByteArray());
        long hash = hash(name);
        for (int i = 0; i < elements; i++) {
            file.putFloat(value(hash, i));
        }
        return file.array();
    }

    /** FNV-1a. */
    private static long hash(String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    /** The difference of two of SplitMix64's hexadecimal digits: -15 to 15, mostly near 0. */
    private static float value(long hash, int index) {
        long z = hash + (index + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return (z >>> 60) - (z >>> 56 & 15);
    }
}
