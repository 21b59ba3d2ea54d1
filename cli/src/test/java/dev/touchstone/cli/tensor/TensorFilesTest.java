package dev.touchstone.cli.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorFilesTest {
    @TempDir
    private Path directory;

    @Test
    void readsBareLittleEndianElements() throws IOException {
        var file = Files.write(directory.resolve("x.bin"), new byte[] {0, 0, (byte) 0xc0, 0x3f, 0, 0, 0, (byte) 0xc0});

        assertThat(TensorFiles.shape(file)).isEmpty();
        assertThat(TensorFiles.read(file, TensorType.float32(1, 2)).floats()).containsExactly(1.5f, -2);
    }

    @Test
    void readsBackWhatNpyWrote() {
        var file = directory.resolve("x.npy");
        Npy.write(file, Tensor.of(new float[] {1, 2, 3}, 3, 1));

        assertThat(TensorFiles.shape(file)).contains(Shape.of(3, 1));
        assertThat(TensorFiles.read(file, TensorType.float32(3, 1)).floats()).containsExactly(1, 2, 3);
    }

    @Test
    void saysWhatDoesNotFit() throws IOException {
        var npy = directory.resolve("x.npy");
        Npy.write(npy, Tensor.of(new float[] {1, 2, 3}, 3, 1));
        var raw = Files.write(directory.resolve("x.bin"), new byte[5]);
        var type = TensorType.float32(1, 3);

        assertThatThrownBy(() -> TensorFiles.read(npy, type))
                .hasMessage(npy + ": holds float32[3, 1]; the input takes float32[1, 3]");
        assertThatThrownBy(() -> TensorFiles.read(raw, type))
                .hasMessage(raw + ": is no .npy file, and as bare little-endian float32[1, 3] it would have 12 bytes,"
                        + " not 5");
        assertThatThrownBy(() -> TensorFiles.read(directory, type))
                .hasMessage(directory + ": is a directory; give an .npy or raw file");
        assertThatThrownBy(() -> TensorFiles.read(directory.resolve("none"), type))
                .hasMessage(directory.resolve("none") + ": no such file");
    }

    @Test
    void saysWhereItCannotWrite() {
        var file = directory.resolve("missing/x.npy");

        assertThatThrownBy(() -> Npy.write(file, Tensor.of(new float[1], 1)))
                .hasMessage(file + ": cannot be written (" + file + ")");
    }
}
