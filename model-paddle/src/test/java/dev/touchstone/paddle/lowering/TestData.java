package dev.touchstone.paddle.lowering;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.touchstone.paddle.cases.Npy;
import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Models, pictures and golden outputs. The bundled Fashion model is always there; the others lie outside the
 * repository, and tests that need them are skipped where they are absent.
 */
final class TestData {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    private TestData() {}

    /** A file or directory of the bundled model. */
    static Path bundled(String name) {
        return REPOSITORY.resolve("models/fashion").resolve(name);
    }

    /** A file or directory outside the repository; without it the test is skipped. */
    static Path outside(String name) {
        var directory = Optional.ofNullable(System.getProperty("touchstone.data"))
                .or(() -> Optional.ofNullable(System.getenv("TOUCHSTONE_DATA")))
                .map(Path::of)
                .orElse(REPOSITORY.resolve("../shared/data").normalize());
        var path = directory.resolve(name);
        assumeTrue(
                Files.exists(path),
                () -> path + " is absent; set TOUCHSTONE_DATA to the directory with the models and golden outputs");
        return path;
    }

    /** Unpacks an archive that holds one directory; the result is that directory. */
    static Path unpack(Path archive, Path target) throws IOException {
        try (var zip = new ZipInputStream(Files.newInputStream(archive))) {
            Path directory = target;
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException(entry.getName() + " leaves the archive");
                }
                directory = target.resolve(target.relativize(path).getName(0));
                if (!entry.isDirectory()) {
                    Files.createDirectories(path.getParent());
                    Files.copy(zip, path);
                }
            }
            return directory;
        }
    }

    static Tensor npy(Path file) throws IOException {
        return Npy.read(Files.readAllBytes(file));
    }

    /** One tensor of a NumPy archive. */
    static Tensor npz(Path file, String name) throws IOException {
        try (var zip = new ZipFile(file.toFile());
                var in = zip.getInputStream(zip.getEntry(name.replace('/', '_') + ".npy"))) {
            return Npy.read(in.readAllBytes());
        }
    }

    /** ImageNet input from 224 x 224 RGB float32 in 0..1: {@code (v - mean) / std}, one image, channels first. */
    static Tensor imageNet(Path raw) throws IOException {
        var pixels = ByteBuffer.wrap(Files.readAllBytes(raw))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] mean = {0.485f, 0.456f, 0.406f};
        float[] std = {0.229f, 0.224f, 0.225f};
        int plane = 224 * 224;
        var values = new float[3 * plane];
        for (int i = 0; i < plane; i++) {
            for (int c = 0; c < 3; c++) {
                values[c * plane + i] = (pixels.get(3 * i + c) - mean[c]) / std[c];
            }
        }
        return Tensor.of(values, 1, 3, 224, 224);
    }

    /** Fashion input from grey pictures, uint8 {@code [n, 28, 28]}: {@code (u / 255 - 0.2860) / 0.3530}. */
    static Tensor fashion(Tensor pictures, int from, int count) {
        int plane = 28 * 28;
        var values = new float[count * plane];
        for (int i = 0; i < values.length; i++) {
            values[i] = ((pictures.bytes()[from * plane + i] & 0xff) / 255f - 0.2860f) / 0.3530f;
        }
        return Tensor.of(values, count, 1, 28, 28);
    }
}
