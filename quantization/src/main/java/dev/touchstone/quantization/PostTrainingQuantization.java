package dev.touchstone.quantization;

import dev.touchstone.TouchstoneException;
import dev.touchstone.paddle.PaddlePrograms;
import dev.touchstone.paddle.program.Op;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.pass.Precision;
import dev.touchstone.quantization.calibration.TensorStatistics;
import dev.touchstone.quantization.program.BatchNormFolding;
import dev.touchstone.quantization.program.BiasCorrection;
import dev.touchstone.quantization.program.CrossLayerEqualization;
import dev.touchstone.quantization.program.ProgramEdit;
import dev.touchstone.quantization.program.QuantizationOperators;
import dev.touchstone.quantization.program.RangeAttributes;
import dev.touchstone.quantization.program.Scheme;
import dev.touchstone.quantization.program.Selection;
import dev.touchstone.quantization.report.QuantizationReport;
import dev.touchstone.runtime.Session;
import dev.touchstone.runtime.SessionOptions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Post-training quantization as PaddleSlim's {@code quant_post_static} does it: run a float model over typical inputs,
 * find a threshold for each activation, replace weights by integers, and write quantization operators into the program.
 *
 * <pre>{@code
 * var program = PaddlePrograms.read(Path.of("mobilenet_v1"), Optional.empty(), ModelLimits.defaults());
 * var quantized = new PostTrainingQuantization(QuantizationOptions.rockchip(), System.out::println)
 *         .quantize(program, CalibrationData.of(batches));
 * }</pre>
 *
 * <p>The same program, data, options and backends give the same result, whatever the number of threads. Thread-safe.
 */
public final class PostTrainingQuantization {
    private static final Set<String> FAKE = Set.of(
            "fake_quantize_abs_max",
            "fake_quantize_range_abs_max",
            "fake_quantize_moving_average_abs_max",
            "fake_quantize_dequantize_moving_average_abs_max",
            "fake_dequantize_max_abs",
            "fake_channel_wise_dequantize_max_abs",
            "quantize_linear",
            "dequantize_linear");

    private final QuantizationOptions options;
    private final Consumer<String> log;

    /**
     * Quantizes with these options.
     *
     * @param log gets the lines that PaddleSlim logs, without the time in front; called on the thread that quantizes
     */
    public PostTrainingQuantization(QuantizationOptions options, Consumer<String> log) {
        this.options = options;
        this.log = log;
    }

    /**
     * Quantizes a float program.
     *
     * @throws TouchstoneException if the program is quantized already, holds nothing that could be, or computes numbers
     *     that are not finite
     */
    public QuantizedModel quantize(Program source, CalibrationData data) {
        requireFloat(source);
        var program = new ProgramEdit(source);
        int folded = 0;
        int equalized = 0;
        if (options.foldBatchNorm() || options.equalize()) {
            log.accept("Optimize FP32 model ...");
            folded = options.foldBatchNorm() ? BatchNormFolding.fold(program) : 0;
            equalized = options.equalize() ? CrossLayerEqualization.equalize(program) : 0;
        }
        log.accept("Collect quantized variable names ...");
        var selection = new Selection(program, options.everything());
        var tensors = selection.tensors();
        if (tensors.isEmpty()) {
            throw new TouchstoneException(
                    source.source()
                            + ": holds no operator that could be quantized; expected convolutions or products with stored weights");
        }
        var optimized = program.build();
        var sessions =
                SessionOptions.defaults().withBackends(options.backends()).withPrecision(Precision.FLOAT);
        try (var real = Session.open(PaddlePrograms.model(optimized, Optional.empty()), sessions)) {
            var channelled = options.correctBias() ? new HashSet<>(tensors) : Set.<String>of();
            var gathered =
                    new Calibration(real, data, options.threads(), log).run(tensors, channelled, options.algorithm());
            log.accept("Calculate " + options.algorithm().name() + " threshold ...");
            if (!options.algorithm().givesThreshold()) {
                return recorded(source, program, data, folded, equalized, gathered.tensors());
            }
            var thresholds = thresholds(gathered.tensors());
            log.accept("Update the program ...");
            int corrected =
                    options.correctBias() ? BiasCorrection.correct(program, options.perChannel(), gathered.means()) : 0;
            var scheme = new Scheme(
                    options.everything(),
                    options.perChannel(),
                    options.activations(),
                    options.algorithm().name());
            var quantized = QuantizationOperators.insert(program, scheme, thresholds);
            var reporting = new Reporting(optimized, quantized, gathered.tensors(), thresholds);
            try (var noise = new NoiseMeasurement(real, quantized, thresholds, sessions)) {
                var measured = noise.run(data, options.measuredSamples(), options.threads());
                var report = new QuantizationReport(
                        source.name(),
                        options.algorithm().name(),
                        words(),
                        data.batches(),
                        options.measuredSamples(),
                        folded,
                        equalized,
                        corrected,
                        reporting.tensors(measured),
                        reporting.layers(measured),
                        quantized.leftFloat(),
                        reporting.outputs(measured));
                return new QuantizedModel(quantized.program(), report);
            }
        }
    }

    private static void requireFloat(Program source) {
        var fake = source.blocks().getFirst().ops().stream()
                .map(Op::type)
                .filter(FAKE::contains)
                .findFirst();
        if (fake.isPresent()) {
            throw new TouchstoneException(source.source() + ": is quantized already (it holds " + fake.get()
                    + "); give the float32 model it was made from");
        }
    }

    private Map<String, Float> thresholds(Map<String, TensorStatistics> tensors) {
        var thresholds = new HashMap<String, Float>();
        tensors.forEach((name, statistics) -> {
            if (statistics.largestMagnitude() > 0) {
                thresholds.put(name, (float) options.algorithm().threshold(statistics));
            }
        });
        return thresholds;
    }

    private QuantizedModel recorded(
            Program source,
            ProgramEdit program,
            CalibrationData data,
            int folded,
            int equalized,
            Map<String, TensorStatistics> tensors) {
        var ranges = new HashMap<String, RangeAttributes.Range>();
        tensors.forEach((name, s) -> ranges.put(name, new RangeAttributes.Range(s.least(), s.greatest())));
        var report = new QuantizationReport(
                source.name(),
                options.algorithm().name(),
                "ranges are recorded, nothing is quantized",
                data.batches(),
                0,
                folded,
                equalized,
                0,
                Reporting.ranges(tensors),
                List.of(),
                List.of(),
                List.of());
        return new QuantizedModel(RangeAttributes.record(program, ranges), report);
    }

    private String words() {
        return (options.everything() ? "everything" : "convolutions and products")
                + (options.perChannel() ? ", weights per channel" : ", weights per layer");
    }
}
