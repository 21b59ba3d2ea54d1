package dev.touchstone.quantization;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Native Paddle loads what we quantized, and computes what our FLOAT precision computes. */
final class NativePaddleTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"rockchip", "rockchip per channel", "arm folded"})
    void nativePaddleComputesTheSame(String name) throws IOException {
        var options = name.equals("arm folded")
                ? QuantizationOptions.arm().withFoldBatchNorm(true)
                : QuantizationOptions.rockchip().withPerChannel(name.endsWith("per channel"));

        assertThat(differing(options, 1e-5f)).isEmpty();
    }

    /**
     * Batch normalisation between quantized convolutions is float32, which native Paddle rounds in another order: a last
     * bit decides here and there which integer the next quantizer takes.
     */
    @Test
    void withBatchNormBetweenOnlyRoundingDiffers() throws IOException {
        var options = QuantizationOptions.arm();

        assertThat(differing(options, 0.01f)).isEmpty();
        assertThat(differing(options, 1e-5f)).hasSizeLessThan(500 / 20);
    }

    @Test
    void nativePaddleIgnoresRecordedRanges() throws IOException {
        assertThat(differing(QuantizationOptions.rockchip().withAlgorithm(new MinMax()), 1e-5f))
                .isEmpty();
    }

    /** Quantizes, writes, reads, runs both, and lists the probabilities of 50 images that are further apart. */
    private List<String> differing(QuantizationOptions options, float most) throws IOException {
        var paddle = NativePaddle.find();
        assumeTrue(paddle.isPresent(), NativePaddle.REMEDY);
        var quantized = new PostTrainingQuantization(options.withMeasuredSamples(0), line -> {})
                .quantize(Fashion.program(), Fashion.calibration(10));
        PaddleWriter.write(quantized.program(), directory, PaddleWriter.Layout.SEPARATE);
        var read = PaddlePrograms.read(directory, Optional.empty(), ModelLimits.defaults());
        var images = Fashion.batches("fashion/test_images.npy", 50, 50).getFirst();
        float[] theirs = paddle.get()
                .run(directory, Optional.empty(), Map.of("image", images))
                .getFirst()
                .toFloats();
        var sessions = SessionOptions.defaults().withBackends("reference").withPrecision(Precision.FLOAT);
        try (var session = Session.open(PaddlePrograms.model(read, Optional.empty()), sessions)) {
            float[] ours = session.run(images).first().toFloats();
            assertThat(ours).hasSameSizeAs(theirs);
            return IntStream.range(0, ours.length)
                    .filter(i -> Math.abs(ours[i] - theirs[i]) > most)
                    .mapToObj(i -> i + ": " + ours[i] + " against " + theirs[i])
                    .toList();
        }
    }
}
