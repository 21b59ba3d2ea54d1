package dev.touchstone.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.PaddlePrograms;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.pass.Precision;
import dev.touchstone.quantization.calibration.AbsMax;
import dev.touchstone.quantization.calibration.Average;
import dev.touchstone.quantization.calibration.KullbackLeibler;
import dev.touchstone.quantization.calibration.MeanSquaredError;
import dev.touchstone.quantization.calibration.Percentile;
import dev.touchstone.quantization.calibration.ThresholdAlgorithm;
import dev.touchstone.quantization.program.BatchNormFolding;
import dev.touchstone.quantization.program.CrossLayerEqualization;
import dev.touchstone.quantization.program.ProgramEdit;
import dev.touchstone.runtime.Session;
import dev.touchstone.runtime.SessionOptions;
import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real network, MobileNetV1 for ImageNet, calibrated with the two photographs at hand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MobileNetQuantizationTest {
    /** Classes that the float model gives them: tabby, pill bottle. */
    private static final List<Integer> TOP1 = List.of(281, 720);

    private Program program;
    private List<Tensor> photographs;

    @BeforeAll
    void read(@TempDir Path directory) throws IOException {
        unzip(TestData.path("models/mobilenet_v1_fp32_224.zip"), directory);
        program = PaddlePrograms.read(
                directory.resolve("mobilenet_v1_fp32_224"), Optional.empty(), ModelLimits.defaults());
        photographs = List.of(photograph("tabby_cat"), photograph("bottle"));
    }

    private static void unzip(Path zip, Path directory) throws IOException {
        try (var in = new ZipInputStream(Files.newInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                var file = directory.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(in, file);
                }
            }
        }
    }

    private static Tensor photograph(String name) {
        float[] mean = {0.485f, 0.456f, 0.406f};
        float[] std = {0.229f, 0.224f, 0.225f};
        float[] pixels = new float[224 * 224 * 3];
        try {
            ByteBuffer.wrap(Files.readAllBytes(TestData.path("inputs/" + name + ".raw")))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(pixels);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        float[] planes = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            int c = i % 3;
            planes[c * 224 * 224 + i / 3] = (pixels[i] - mean[c]) / std[c];
        }
        return Tensor.of(planes, 1, 3, 224, 224);
    }

    private CalibrationData bothAtOnce() {
        var both = Tensor.allocate(photographs
                .getFirst()
                .type()
                .withShape(photographs.getFirst().shape().with(0, 2)));
        long bytes = photographs.getFirst().type().bytes();
        for (int i = 0; i < 2; i++) {
            both.segment().asSlice(i * bytes, bytes).copyFrom(photographs.get(i).segment());
        }
        return CalibrationData.of(List.of(both));
    }

    static List<ThresholdAlgorithm> algorithms() {
        return List.of(
                KullbackLeibler.CURRENT,
                KullbackLeibler.SLIM_2_0,
                new Percentile(Percentile.DEFAULT_PART),
                new MeanSquaredError(false),
                new Average(),
                new AbsMax());
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void everyCurrentAlgorithmKeepsTheBestClassOfBothPhotographs(ThresholdAlgorithm algorithm) {
        var options = QuantizationOptions.rockchip().withAlgorithm(algorithm);
        var quantized = new PostTrainingQuantization(options, line -> {}).quantize(program, bothAtOnce());

        var logits = quantized.report().outputs().getFirst();
        System.out.println("mobilenet_v1 " + algorithm + ": "
                + logits.name()
                + String.format(Locale.ROOT, " %.1f dB, ", logits.noise().decibels())
                + "float " + top1(quantized.program(), Precision.FLOAT)
                + ", full int8 " + top1(quantized.program(), Precision.FULL_INT8));
        if (!algorithm.equals(KullbackLeibler.SLIM_2_0)) {
            assertThat(top1(quantized.program(), Precision.FLOAT)).isEqualTo(TOP1);
            assertThat(top1(quantized.program(), Precision.FULL_INT8)).isEqualTo(TOP1);
        }
        assertThat(logits.noise().decibels()).isGreaterThan(15);
        assertThat(quantized.report().leftFloat()).isEmpty();
    }

    @Test
    void foldingAndEqualizationComputeTheSame() {
        var folded = new ProgramEdit(program);
        assertThat(BatchNormFolding.fold(folded)).isEqualTo(27);
        float[] before = scores(program);
        assertThat(scores(folded.build())).containsExactly(before, within(1e-4f));

        // Every convolution but the last is followed by relu and one other convolution.
        assertThat(CrossLayerEqualization.equalize(folded)).isEqualTo(26);
        assertThat(scores(folded.build())).containsExactly(before, within(1e-4f));
    }

    private float[] scores(Program p) {
        var options = SessionOptions.defaults().withBackends("reference").withPrecision(Precision.FLOAT);
        try (var session = Session.open(PaddlePrograms.model(p, Optional.empty()), options)) {
            return session.run(photographs.getFirst()).first().toFloats();
        }
    }

    private List<Integer> top1(Program p, Precision precision) {
        var options = SessionOptions.defaults().withBackends("reference").withPrecision(precision);
        var classes = new ArrayList<Integer>();
        try (var session = Session.open(PaddlePrograms.model(p, Optional.empty()), options)) {
            for (var photograph : photographs) {
                float[] scores = session.run(photograph).first().toFloats();
                int best = 0;
                for (int i = 1; i < scores.length; i++) {
                    best = scores[i] > scores[best] ? i : best;
                }
                classes.add(best);
            }
        }
        return classes;
    }
}
