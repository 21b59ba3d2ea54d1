package dev.touchstone.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.PaddlePrograms;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.pass.Precision;
import dev.touchstone.pass.QuantizationReport;
import dev.touchstone.quantization.calibration.AbsMax;
import dev.touchstone.quantization.calibration.Average;
import dev.touchstone.quantization.calibration.KullbackLeibler;
import dev.touchstone.quantization.calibration.MeanSquaredError;
import dev.touchstone.quantization.calibration.MinMax;
import dev.touchstone.quantization.calibration.Percentile;
import dev.touchstone.quantization.calibration.ThresholdAlgorithm;
import dev.touchstone.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A whole network: what quantization costs, with every algorithm and option. Prints the tables of docs/quantization.md. */
final class FashionQuantizationTest {
    /** Native Paddle's accuracy of the float model on the 500 test images. */
    private static final double FLOAT_ACCURACY = 0.926;

    private static QuantizedModel quantize(QuantizationOptions options) {
        return new PostTrainingQuantization(options, line -> {}).quantize(Fashion.program(), Fashion.calibration(10));
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
    void everyPrecisionStaysWithinTwoPointsOfFloat(ThresholdAlgorithm algorithm) {
        var quantized = quantize(QuantizationOptions.rockchip().withAlgorithm(algorithm));

        var accuracy = new TreeMap<Precision, Double>();
        for (var precision : Precision.values()) {
            accuracy.put(precision, Fashion.accuracy(quantized.program(), precision));
        }
        System.out.println("fashion " + algorithm + " " + accuracy + outputs(quantized));
        boolean searches = algorithm instanceof KullbackLeibler || algorithm instanceof MeanSquaredError;
        assertThat(accuracy.values())
                .allSatisfy(a -> assertThat(a).isGreaterThanOrEqualTo(FLOAT_ACCURACY - (searches ? 0.01 : 0.02)));
    }

    private static String outputs(QuantizedModel quantized) {
        var text = new StringBuilder();
        quantized
                .report()
                .outputs()
                .forEach(o -> text.append(String.format(
                        Locale.ROOT, ", %s %.1f dB", o.name(), o.noise().decibels())));
        return text.toString();
    }

    @Test
    void optionsThatPromiseLessNoiseKeepTheAccuracy() {
        var base = QuantizationOptions.rockchip();
        var variants = Map.of(
                "default", base,
                "per channel", base.withPerChannel(true).withCorrectBias(false),
                "no bias correction", base.withCorrectBias(false),
                "equalized", base.withEqualize(true),
                "arm", QuantizationOptions.arm());
        new TreeMap<>(variants).forEach((name, options) -> {
            var quantized = quantize(options);
            double accuracy = Fashion.accuracy(quantized.program(), Precision.FULL_INT8);
            System.out.println("fashion KL " + name + ": " + accuracy + outputs(quantized));

            assertThat(accuracy).as(name).isCloseTo(FLOAT_ACCURACY, within(0.025));
        });
    }

    @Test
    void leavesNothingFloat() {
        var quantized = quantize(QuantizationOptions.rockchip());
        var report = QuantizationReport.of(
                PaddlePrograms.model(quantized.program(), Optional.empty()).graph());

        assertThat(quantized.report().leftFloat()).isEmpty();
        assertThat(report.breaks()).isEmpty();
        assertThat(quantized.report().foldedBatchNorms()).isEqualTo(9);
        assertThat(quantized.report().layers()).hasSize(10);
    }

    @Test
    void theNumberOfThreadsChangesNothing() {
        var options = QuantizationOptions.rockchip().withAlgorithm(new MeanSquaredError(false));
        var one = quantize(options.withThreads(1));
        var three = quantize(options.withThreads(3));

        assertThat(three.report()).isEqualTo(one.report());
        assertThat(three.program().blocks()).isEqualTo(one.program().blocks());
        one.program()
                .parameters()
                .forEach((name, tensor) -> assertThat(
                                parameter(three.program(), name).segment().mismatch(tensor.segment()))
                        .as(name)
                        .isEqualTo(-1));
    }

    @Test
    void minMaxOnlyRecordsRanges() {
        var quantized = quantize(QuantizationOptions.rockchip().withAlgorithm(new MinMax()));
        var ops = quantized.program().blocks().getFirst().ops();

        assertThat(ops).noneMatch(op -> op.type().startsWith("fake_"));
        var relu =
                ops.stream().filter(op -> op.type().equals("relu")).findFirst().orElseThrow();
        assertThat(relu.attributes()).containsKeys("c1.bn.min", "c1.bn.max", "c1.relu.min", "out_min", "out_max");
        assertThat(Fashion.accuracy(quantized.program(), Precision.FLOAT)).isEqualTo(FLOAT_ACCURACY);
    }

    /** Names and types as in the int8 model of the test data, which was made by other code. */
    @Test
    void theProgramHasTheFormOfPaddleSlims() {
        var ours = quantize(QuantizationOptions.rockchip()).program();
        var theirs = PaddlePrograms.read(TestData.path("fashion/model_int8"), Optional.empty(), ModelLimits.defaults());

        assertThat(ProgramForm.of(ours)).isEqualTo(ProgramForm.of(theirs));
        assertThat(ours.parameters().keySet()).isEqualTo(theirs.parameters().keySet());
    }

    /** Folding and weights do not depend on calibration, up to the rounding of the folded float32. */
    @Test
    void theWeightsAreThoseOfOtherCode() {
        var ours = quantize(QuantizationOptions.rockchip()).program();
        var theirs = PaddlePrograms.read(TestData.path("fashion/model_int8"), Optional.empty(), ModelLimits.defaults());
        int elements = 0;
        int different = 0;
        for (var name : theirs.parameters().keySet()) {
            if (name.endsWith("_weights")) {
                float[] a = parameter(theirs, name).toFloats();
                float[] b = parameter(ours, name).toFloats();
                for (int i = 0; i < a.length; i++) {
                    assertThat(b[i]).isCloseTo(a[i], within(1f));
                    different += a[i] == b[i] ? 0 : 1;
                    elements++;
                }
            }
        }
        // 108 + 108 + 480 + 360 + 1600 + 23040 + 936 + 10816 + 16640 of the convolutions, 1600 of the product.
        assertThat(elements).isEqualTo(55_688);
        assertThat(different).isLessThan(10);
    }

    private static Tensor parameter(Program program, String name) {
        return Objects.requireNonNull(program.parameters().get(name), name);
    }
}
