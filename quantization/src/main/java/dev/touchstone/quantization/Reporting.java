package dev.touchstone.quantization;

import dev.touchstone.paddle.program.Op;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.quantization.NoiseMeasurement.Measured;
import dev.touchstone.quantization.calibration.TensorStatistics;
import dev.touchstone.quantization.program.QuantizedProgram;
import dev.touchstone.quantization.program.WeightQuantization;
import dev.touchstone.quantization.report.LayerReport;
import dev.touchstone.quantization.report.Noise;
import dev.touchstone.quantization.report.QuantizationReport;
import dev.touchstone.quantization.report.TensorReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Puts what the stages know into rows. */
final class Reporting {
    private final Program source;
    private final QuantizedProgram quantized;
    private final Map<String, TensorStatistics> statistics;
    private final Map<String, Float> thresholds;

    Reporting(
            Program source,
            QuantizedProgram quantized,
            Map<String, TensorStatistics> statistics,
            Map<String, Float> thresholds) {
        this.source = source;
        this.quantized = quantized;
        this.statistics = statistics;
        this.thresholds = thresholds;
    }

    /** Rows without thresholds. */
    static List<TensorReport> ranges(Map<String, TensorStatistics> statistics) {
        return statistics.entrySet().stream()
                .map(e -> tensor(e.getKey(), e.getValue(), 0, Measured.NOTHING))
                .toList();
    }

    List<TensorReport> tensors(Measured measured) {
        return statistics.entrySet().stream()
                .map(e -> tensor(e.getKey(), e.getValue(), thresholds.getOrDefault(e.getKey(), 0f), measured))
                .toList();
    }

    private static TensorReport tensor(String name, TensorStatistics statistics, float threshold, Measured measured) {
        var histogram = statistics.histogram();
        long[] counts = histogram.counts();
        long beyond = 0;
        long total = 0;
        for (int i = 0; i < counts.length; i++) {
            total += counts[i];
            beyond += threshold > 0 && histogram.lowest() + i * histogram.width() >= threshold ? counts[i] : 0;
        }
        return new TensorReport(
                name,
                statistics.least(),
                statistics.greatest(),
                threshold,
                total == 0 ? 0 : (double) beyond / total,
                histogram.lowest(),
                histogram.highest(),
                Arrays.stream(counts).boxed().toList(),
                measured.own().getOrDefault(name, Noise.NONE),
                measured.accumulated().getOrDefault(name, Noise.NONE));
    }

    List<LayerReport> layers(Measured measured) {
        var rows = new ArrayList<LayerReport>();
        for (var product : quantized.products()) {
            var exact = Objects.requireNonNull(source.parameters().get(product.weight()));
            WeightQuantization weights =
                    Objects.requireNonNull(quantized.weights().get(product.weight()));
            var thresholdList = new ArrayList<Float>();
            for (float t : weights.thresholds()) {
                thresholdList.add(t);
            }
            rows.add(new LayerReport(
                    product.op().type(),
                    product.output(),
                    product.weight(),
                    Arrays.stream(exact.shape().toArray()).boxed().toList(),
                    thresholdList,
                    Noise.between(exact.toFloats(), weights.restored()),
                    measured.own().getOrDefault(product.input(), Noise.NONE),
                    measured.layers().getOrDefault(product.output(), Noise.NONE),
                    measured.accumulated().getOrDefault(product.output(), Noise.NONE)));
        }
        return rows;
    }

    /** What is fetched, and in front of each what its softmax reads. */
    List<QuantizationReport.Output> outputs(Measured measured) {
        var rows = new ArrayList<QuantizationReport.Output>();
        int index = 0;
        for (var op : source.blocks().getFirst().ops()) {
            if (op.type().equals("softmax")) {
                var logits = op.inputs().getOrDefault("X", List.of("")).getFirst();
                var noise = measured.accumulated().get(logits);
                if (noise != null) {
                    rows.add(new QuantizationReport.Output(logits, noise));
                }
            }
            if (op.type().equals("fetch") && index < measured.outputs().size()) {
                rows.add(new QuantizationReport.Output(
                        fetched(op), measured.outputs().get(index++)));
            }
        }
        return rows;
    }

    private static String fetched(Op fetch) {
        return fetch.inputs().getOrDefault("X", List.of("")).getFirst();
    }
}
