package dev.touchstone.quantization.report;

import dev.touchstone.report.Badge;
import dev.touchstone.report.Bars;
import dev.touchstone.report.Block;
import dev.touchstone.report.Cell;
import dev.touchstone.report.Details;
import dev.touchstone.report.Histogram;
import dev.touchstone.report.Page;
import dev.touchstone.report.Paragraph;
import dev.touchstone.report.Section;
import dev.touchstone.report.Status;
import dev.touchstone.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The report as a page: where the noise comes from, and every threshold in its histogram. */
public final class QuantizationPage {
    private final QuantizationReport report;

    private QuantizationPage(QuantizationReport report) {
        this.report = report;
    }

    /** The page of a report. */
    public static Page of(QuantizationReport report) {
        return new QuantizationPage(report).page();
    }

    private Page page() {
        var page = Page.titled("Quantization of " + report.model())
                .subtitle("Thresholds, and the noise that int8 adds to each tensor")
                .badge(
                        report.leftFloat().isEmpty() && !report.layers().isEmpty()
                                ? new Badge(Status.PASSED, "NOTHING LEFT FLOAT")
                                : new Badge(Status.WARNING, report.leftFloat().size() + " OPERATORS LEFT FLOAT"))
                .fact("Algorithm", report.algorithm())
                .fact("Quantized", report.scheme())
                .fact("Calibration", report.batches() + " batches")
                .fact("Noise measured with", report.measuredSamples() + " samples")
                .fact("Folded batch norms", Integer.toString(report.foldedBatchNorms()))
                .fact("Equalized pairs", Integer.toString(report.equalizedPairs()))
                .fact("Corrected biases", Integer.toString(report.correctedBiases()));
        report.outputs().forEach(o -> page.fact("SNR of " + o.name(), decibels(o.noise()) + " dB"));
        if (!report.layers().isEmpty()) {
            page.section(costs());
            page.section("layers", "Layers", layers());
        }
        page.section("tensors", "Tensors", tensors());
        page.section(leftFloat());
        page.section(new Section("histograms", "Histograms", histograms()));
        return page.build();
    }

    private Section costs() {
        var bars = new ArrayList<Bars.Bar>();
        for (var layer : report.costliest()) {
            bars.add(new Bars.Bar(layer.name(), layer.output().decibels(), decibels(layer.output())));
        }
        return Section.of(
                "costs",
                "Where accuracy is lost",
                new Paragraph(
                        "Each layer alone: fed with the float model's tensor, how far is its result from the float"
                                + " model's? Short bars cost most. 20 dB are a tenth of the signal, 40 dB a hundredth."),
                new Bars("Signal-to-noise ratio of each layer's own result, dB", bars));
    }

    private Table layers() {
        var table = Table.of(
                "Signal-to-noise ratios in dB; accumulated: against the float model, with everything in front"
                        + " quantized",
                Table.words("Result"),
                Table.words("Operator"),
                Table.words("Weights"),
                Table.numbers("Threshold"),
                Table.numbers("Weights, dB"),
                Table.numbers("Input, dB"),
                Table.numbers("Own, dB"),
                Table.numbers("Accumulated, dB"));
        for (var l : report.layers()) {
            table.row(
                    Cell.code(l.name()),
                    Cell.text(l.type()),
                    Cell.text(l.shape() + (l.thresholds().size() > 1 ? " per channel" : "")),
                    number(l.largestThreshold()),
                    noise(l.weights()),
                    noise(l.input()),
                    noise(l.output()),
                    noise(l.accumulated()));
        }
        return table.build();
    }

    private Table tensors() {
        var table = Table.of(
                "Activations",
                Table.words("Tensor"),
                Table.numbers("Least"),
                Table.numbers("Greatest"),
                Table.numbers("Threshold"),
                Table.numbers("Step"),
                Table.words("Clipped"),
                Table.numbers("Own, dB"),
                Table.numbers("Accumulated, dB"));
        for (var t : report.tensors()) {
            table.row(
                    Cell.link(t.name(), anchor(t)),
                    number(t.least()),
                    number(t.greatest()),
                    threshold(t.threshold()),
                    threshold(t.threshold() / 127),
                    Cell.meter(t.clipped(), t.clipped(), String.format(Locale.ROOT, "%.3f %%", 100 * t.clipped())),
                    noise(t.own()),
                    noise(t.accumulated()));
        }
        return table.build();
    }

    private Section leftFloat() {
        if (report.leftFloat().isEmpty()) {
            return Section.of("float", "Left float", new Paragraph("Nothing."));
        }
        var table = Table.of(
                "Operators that were not quantized",
                Table.words("Result"),
                Table.words("Operator"),
                Table.words("Why"));
        report.leftFloat().forEach(l -> table.row(Cell.code(l.output()), Cell.text(l.type()), Cell.text(l.reason())));
        return Section.of("float", "Left float", table.build());
    }

    private List<Block> histograms() {
        var blocks = new ArrayList<Block>();
        for (var t : report.tensors()) {
            var marks = t.threshold() > 0
                    ? List.of(new Histogram.Mark("threshold", t.threshold(), text(t.threshold())))
                    : List.<Histogram.Mark>of();
            blocks.add(new Details(
                    t.name(),
                    false,
                    Optional.of(anchor(t)),
                    List.of(new Histogram(
                            "Magnitudes of " + t.name(),
                            t.lowest(),
                            t.highest(),
                            t.counts(),
                            Histogram.Scale.LOGARITHMIC,
                            marks))));
        }
        return blocks;
    }

    private String anchor(TensorReport tensor) {
        return "t" + report.tensors().indexOf(tensor);
    }

    private static Cell number(float value) {
        return Cell.number(value, text(value));
    }

    /** A tensor without a threshold has 0. */
    private static Cell threshold(float value) {
        return value == 0 ? Cell.number(Double.NaN, "-") : number(value);
    }

    private static String text(float value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    private static Cell noise(Noise noise) {
        return Cell.number(noise.decibels(), decibels(noise));
    }

    private static String decibels(Noise noise) {
        return noise.signal() == 0 ? "-" : String.format(Locale.ROOT, "%.1f", noise.decibels());
    }
}
