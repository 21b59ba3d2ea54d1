package dev.touchstone.paddle.nb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.PaddleModels;
import dev.touchstone.paddle.file.ProgramReader;
import dev.touchstone.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
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
        assertThat(Arrays.mismatch(again, 18, again.length, original, 18, original.length))
                .isEqualTo(-1);
    }

    @Test
    void readsAndRunsARealFile() {
        var model = PaddleModels.read(file());
        assertThat(model.name()).isEqualTo("ppocr_mobile_v2.0_cls_opt");
        assertThat(model.inputs().toString()).isEqualTo("[x: float32[?, 3, ?, ?]]");
        assertThat(model.statistics().parameters()).isEqualTo(106);
        assertThat(model.statistics().operators()).containsEntry("conv2d", 41).containsEntry("depthwise_conv2d", 11);

        var graph = model.graph(Map.of("x", Shape.of(1, 3, 48, 192)));
        assertThat(graph.outputs().getFirst().type().shape()).isEqualTo(Shape.of(1, 2));
        assertThat(graph.toText()).contains("hard_swish");
    }
}
