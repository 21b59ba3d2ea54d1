package dev.touchstone.rknpu;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Small whole numbers in the place of parameters that a test network lacks, in the files of the model's format. */
final class StandInParameters {
    private StandInParameters() {}

    /** Writes one file for each line {@code name,extentxextent,...} of a list with a heading. */
    static void complete(Path directory, Path list) throws IOException {
        for (var line : Files.readAllLines(list)) {
            var fields = line.split(",", -1);
            if (fields.length > 1 && fields[1].matches("\\d+(x\\d+)*") && !Files.exists(directory.resolve(fields[0]))) {
                int[] extents = Stream.of(fields[1].split("x", -1))
                        .mapToInt(Integer::parseInt)
                        .toArray();
                Files.write(directory.resolve(fields[0]), file(fields[0], extents));
            }
        }
    }

    /** Version, no levels of detail, version, a description (element type 5 is float32, then extents), elements. */
    private static byte[] file(String name, int[] extents) {
        var description = new ByteArrayOutputStream();
        description.write(8);
        description.write(5);
        int elements = 1;
        for (int extent : extents) {
            description.write(16);
            int rest = extent;
            for (; rest > 127; rest >>>= 7) {
                description.write((rest & 127) | 128);
            }
            description.write(rest);
            elements *= extent;
        }
        var file = ByteBuffer.allocate(20 + description.size() + 4 * elements).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0).putLong(0).putInt(0).putInt(description.size()).put(description.toByteArray());
        var random = new SplittableRandom(name.hashCode());
        for (int i = 0; i < elements; i++) {
            file.putFloat(random.nextInt(-15, 16));
        }
        return file.array();
    }
}
