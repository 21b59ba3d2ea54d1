package dev.touchstone.cli;

import dev.touchstone.cli.text.Json;
import dev.touchstone.cli.text.Table;
import dev.touchstone.quantization.report.LayerReport;
import dev.touchstone.quantization.report.Noise;
import dev.touchstone.quantization.report.QuantizationReport;
import dev.touchstone.quantization.report.TensorReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a quantization did, as text of 80 columns and as JSON. */
final class QuantizationText {
    private static final int COSTLIEST = 5;

    private final QuantizationReport report;

    QuantizationText(QuantizationReport report) {
        this.report = report;
    }

    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(report.model() + ": " + report.scheme() + "; thresholds by " + report.algorithm() + " over "
                + report.batches() + " batches");
        lines.add("folded batch norms: " + report.foldedBatchNorms() + ", equalized pairs: " + report.equalizedPairs()
                + ", corrected biases: " + report.correctedBiases());
        lines.add("");
        tensors(lines);
        if (!report.layers().isEmpty()) {
            lines.add("");
            layers(lines);
        }
        if (!report.outputs().isEmpty()) {
            lines.add("");
            lines.add("Signal-to-noise ratio of the results, over " + report.measuredSamples() + " samples:");
            report.outputs().forEach(o -> lines.add("  " + o.name() + ": " + decibels(o.noise()) + " dB"));
        }
        lines.add("");
        leftFloat(lines);
        return lines;
    }

    private void tensors(List<String> lines) {
        var table = new Table(
                Table.shrinking("tensor"),
                Table.right("least"),
                Table.right("greatest"),
                Table.right("threshold"),
                Table.right("clipped"),
                Table.right("own dB"),
                Table.right("sum dB"));
        for (TensorReport t : report.tensors()) {
            table.row(
                    t.name(),
                    number(t.least()),
                    number(t.greatest()),
                    t.threshold() == 0 ? "-" : number(t.threshold()),
                    t.threshold() == 0 ? "-" : String.format(Locale.ROOT, "%.3f%%", 100 * t.clipped()),
                    decibels(t.own()),
                    decibels(t.accumulated()));
        }
        lines.addAll(table.lines());
    }

    private void layers(List<String> lines) {
        lines.add("Layers with the most noise of their own (sum: with what came from in front):");
        var table = new Table(
                Table.shrinking("result"),
                Table.left("operator"),
                Table.right("weights dB"),
                Table.right("input dB"),
                Table.right("own dB"),
                Table.right("sum dB"));
        var costliest = report.costliest();
        for (LayerReport l : costliest.subList(0, Math.min(COSTLIEST, costliest.size()))) {
            table.row(
                    l.name(),
                    l.type(),
                    decibels(l.weights()),
                    decibels(l.input()),
                    decibels(l.output()),
                    decibels(l.accumulated()));
        }
        lines.addAll(table.lines());
    }

    private void leftFloat(List<String> lines) {
        if (report.leftFloat().isEmpty()) {
            lines.add("Left float: nothing");
        } else {
            lines.add("Left float:");
            report.leftFloat().forEach(l -> lines.add("  " + l.output() + " (" + l.type() + "): " + l.reason()));
        }
    }

    private static String number(float value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    private static String decibels(Noise noise) {
        return noise.signal() == 0 ? "-" : String.format(Locale.ROOT, "%.1f", noise.decibels());
    }

    Json toJson(Path directory, double seconds) {
        return Json.object()
                .with("model", report.model())
                .with("output", directory.toString())
                .with("algorithm", report.algorithm())
                .with("scheme", report.scheme())
                .with("batches", report.batches())
                .with("measuredSamples", report.measuredSamples())
                .with("foldedBatchNorms", report.foldedBatchNorms())
                .with("equalizedPairs", report.equalizedPairs())
                .with("correctedBiases", report.correctedBiases())
                .with("seconds", seconds)
                .with(
                        "tensors",
                        report.tensors(),
                        t -> Json.object()
                                .with("name", t.name())
                                .with("least", t.least())
                                .with("greatest", t.greatest())
                                .with("threshold", t.threshold())
                                .with("clipped", t.clipped())
                                .with(
                                        "histogram",
                                        Json.object()
                                                .with("lowest", t.lowest())
                                                .with("highest", t.highest())
                                                .with("counts", Json.array(t.counts(), c -> Json.of((long) c))))
                                .with("ownDecibels", t.own().decibels())
                                .with("accumulatedDecibels", t.accumulated().decibels()))
                .with(
                        "layers",
                        report.layers(),
                        l -> Json.object()
                                .with("result", l.name())
                                .with("operator", l.type())
                                .with("weights", l.weight())
                                .with("shape", Json.array(l.shape(), e -> Json.of((long) e)))
                                .with("thresholds", Json.array(l.thresholds(), t -> Json.of((float) t)))
                                .with("weightDecibels", l.weights().decibels())
                                .with("inputDecibels", l.input().decibels())
                                .with("ownDecibels", l.output().decibels())
                                .with("accumulatedDecibels", l.accumulated().decibels()))
                .with(
                        "leftFloat",
                        report.leftFloat(),
                        l -> Json.object()
                                .with("result", l.output())
                                .with("operator", l.type())
                                .with("reason", l.reason()))
                .with(
                        "outputs",
                        report.outputs(),
                        o -> Json.object()
                                .with("name", o.name())
                                .with("decibels", o.noise().decibels()));
    }
}
