package dev.touchstone.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.touchstone.model.ModelLimits;
import dev.touchstone.nativepaddle.NativePaddle;
import dev.touchstone.paddle.PaddlePrograms;
import dev.touchstone.paddle.PaddleWriter;
import dev.touchstone.pass.Precision;
import dev.touchstone.quantization.calibration.MinMax;
import dev.touchstone.runtime.Session;
import dev.touchstone.runtime.SessionOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Native Paddle loads what we quantized, and computes what our FLOAT precision computes. */
final class NativePaddleTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"rockchip", "rockchip per channel", "arm"})
    void nativePaddleComputesTheSame(String name) throws IOException {
        var options =
                name.equals("arm") ? QuantizationOptions.arm() : QuantizationOptions.rockchip();
        assertSame(options.withPerChannel(options.perChannel() || name.endsWith("per channel")));
    }

    @Test
    void nativePaddleIgnoresRecordedRanges() throws IOException {
        assertSame(QuantizationOptions.rockchip()
                .withAlgorithm(new MinMax()));
    }

    private void assertSame(QuantizationOptions options) throws IOException {
        var paddle = NativePaddle.find();
        assumeTrue(paddle.isPresent(), NativePaddle.REMEDY);
        var quantized = new PostTrainingQuantization(options.withMeasuredSamples(0), line -> {})
                .quantize(Fashion.program(), Fashion.calibration(10));
        PaddleWriter.write(quantized.program(), directory, PaddleWriter.Layout.SEPARATE);
        var read = PaddlePrograms.read(directory, Optional.empty(), ModelLimits.defaults());
        var images = Fashion.batches("fashion/test_images.npy", 50, 50).getFirst();

        var theirs = paddle.get().run(directory, Optional.empty(), Map.of("image", images)).getFirst();

        var sessions = SessionOptions.defaults().withBackends("reference").withPrecision(Precision.FLOAT);
        try (var session = Session.open(PaddlePrograms.model(read, Optional.empty()), sessions)) {
            var ours = session.run(images).first();
            assertThat(ours.shape()).isEqualTo(theirs.shape());
            assertThat(ours.toFloats()).containsExactly(theirs.toFloats(), within(1e-5f));
        }
    }
}
