package dev.touchstone.quantization;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Test data outside the repository; tests that need it are skipped where it is absent. */
final class TestData {
    private static final Path ROOT = Path.of(Optional.ofNullable(System.getProperty("touchstone.data"))
                    .or(() -> Optional.ofNullable(System.getenv("TOUCHSTONE_DATA")))
                    .orElse("../../shared/data"))
            .toAbsolutePath()
            .normalize();

    private TestData() {}

    /** A file or directory of the test data. */
    static Path path(String name) {
        var path = ROOT.resolve(name);
        assumeTrue(Files.exists(path), () -> "no test data: " + path + " is missing (set TOUCHSTONE_DATA)");
        return path;
    }

    /** The elements of a one-byte .npy file. */
    static byte[] bytes(String name) {
        try {
            byte[] file = Files.readAllBytes(path(name));
            int start = 10 + (file[8] & 0xff) + ((file[9] & 0xff) << 8);
            return Arrays.copyOfRange(file, start, file.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
