package dev.touchstone.paddle.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileSourceTest {
    private static final int SIZE = 20_000;

    @TempDir
    private Path directory;

    @Test
    void piecesOfAnySizeAndOrderAreTheBytesOfTheFile() throws IOException {
        var random = new SplittableRandom(1);
        var bytes = new byte[SIZE];
        random.nextBytes(bytes);
        var file = Files.write(directory.resolve("file"), bytes);

        try (var source = FileSource.open(file)) {
            for (int i = 0; i < 2_000; i++) {
                int offset = random.nextInt(SIZE + 1);
                int length = random.nextInt(Math.min(SIZE - offset, i % 10 == 0 ? SIZE : 20) + 1);
                assertThat(source.piece(offset, length).toArray(ValueLayout.JAVA_BYTE))
                        .isEqualTo(Arrays.copyOfRange(bytes, offset, offset + length));
            }
        }
    }
}
