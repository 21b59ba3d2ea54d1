package dev.touchstone.paddle.nb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.file.ProgramReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A real file, as Paddle Lite's opt wrote it. */
class NbFilesTest {
    /** The text direction classifier of PaddleOCR; skipped where the data is absent. */
    private static Path file() {
        var directory = Optional.ofNullable(System.getProperty("touchstone.data"))
                .or(() -> Optional.ofNullable(System.getenv("TOUCHSTONE_DATA")))
                .map(Path::of)
                .orElse(Path.of("..", "..", "shared", "data"));
        var file = directory.resolve("models/ppocr_mobile_v2.0_cls_opt.nb");
        assumeTrue(Files.exists(file), () -> file + " is absent; set TOUCHSTONE_DATA to the directory with the models");
        return file;
    }

    @Test
    void writesARealFileAgainByteByByte() throws IOException {
        var original = Files.readAllBytes(file());
        var program = new ProgramReader(ModelLimits.defaults()).read(file(), Optional.empty());
        var out = new ByteArrayOutputStream();
        NbWriter.write(program, out);
        var again = out.toByteArray();

        // The header names who wrote the file.
        assertThat(again.length).isEqualTo(original.length);
        assertThat(Arrays.mismatch(again, 18, again.length, original, 18, original.length)).isEqualTo(-1);
    }

    @Test
    void readsOperatorsAndParameters() {
        var program = new ProgramReader(ModelLimits.defaults()).read(file(), Optional.empty());
        assertThat(program.name()).isEqualTo("ppocr_mobile_v2.0_cls_opt");
        assertThat(program.blocks()).hasSize(1);
        assertThat(MemorySegment.NULL).isNotNull();
    }
}
