package dev.touchstone.nativepaddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.touchstone.model.Models;
import dev.touchstone.pass.Precision;
import dev.touchstone.runtime.Session;
import dev.touchstone.runtime.SessionOptions;
import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That the witness works: it agrees with precision FLOAT on the bundled models, and says so when it cannot run one. */
class NativePaddleTest {
    private static final Path MODELS = Path.of("..", "models", "fashion").toAbsolutePath();
    private static final Tensor PICTURE = noise(1, 1, 28, 28);

    private NativePaddle paddle;

    @BeforeEach
    void findPaddle() {
        var found = NativePaddle.find();
        assumeTrue(found.isPresent(), NativePaddle.REMEDY);
        paddle = found.get();
    }

    @Test
    void agreesOnTheFloatModelInTwoFiles() throws IOException {
        var directory = MODELS.resolve("model_fp32");
        var outputs = paddle.run(
                directory.resolve("model.pdmodel"),
                Optional.of(directory.resolve("model.pdiparams")),
                Map.of("image", PICTURE));
        assertClose(outputs.getFirst(), touchstone(directory));
    }

    @Test
    void agreesOnTheQuantizedModelInManyFiles() throws IOException {
        var directory = MODELS.resolve("model_int8");
        var outputs = paddle.run(directory, Optional.empty(), Map.of("image", PICTURE));
        assertClose(outputs.getFirst(), touchstone(directory));
    }

    @Test
    void saysWhatTheLibraryPrintedWhenItRefuses() {
        assertThatThrownBy(() -> paddle.run(
                        MODELS.resolve("absent.pdmodel"), Optional.of(MODELS.resolve("absent.pdiparams")), Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("native Paddle ends with code")
                .hasMessageContaining("absent.pdmodel");
    }

    static void assertClose(Tensor actual, Tensor expected) {
        assertThat(actual.type()).isEqualTo(expected.type());
        var a = actual.toFloats();
        var e = expected.toFloats();
        for (int i = 0; i < a.length; i++) {
            assertThat(a[i]).as("element %d", i).isCloseTo(e[i], org.assertj.core.data.Offset.offset(1e-5f));
        }
    }

    static Tensor touchstone(Path model) {
        try (var session = Session.open(
                Models.read(model),
                SessionOptions.defaults().withBackends("reference").withPrecision(Precision.FLOAT))) {
            return session.run(PICTURE).first();
        }
    }

    static Tensor noise(int... extents) {
        var tensor = Tensor.of(new float[java.util.Arrays.stream(extents).reduce(1, (a, b) -> a * b)], extents);
        var random = new SplittableRandom(11);
        var values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return tensor;
    }
}
