package dev.touchstone.cli;

import dev.touchstone.report.Badge;
import dev.touchstone.report.Block;
import dev.touchstone.report.Cell;
import dev.touchstone.report.Details;
import dev.touchstone.report.Drawing;
import dev.touchstone.report.Figure;
import dev.touchstone.report.Histogram;
import dev.touchstone.report.Page;
import dev.touchstone.report.Paragraph;
import dev.touchstone.report.Status;
import dev.touchstone.report.Table;
import dev.touchstone.runtime.compare.Metrics;
import dev.touchstone.runtime.compare.ModelComparison;
import dev.touchstone.runtime.compare.TensorComparison;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What {@code compare} found, as a page: the graph coloured by error, a table, and a histogram for each tensor. */
final class ComparePage {
    private static final int BOX_WIDTH = 190;
    private static final int BOX_HEIGHT = 30;
    private static final int GAP_X = 20;
    private static final int GAP_Y = 26;

    /** With this ratio of signal to noise, in decibels, a tensor has the lightest shade. */
    private static final double QUIET = 60;

    private ComparePage() {}

    static Page of(ModelComparison found) {
        var equal = found.firstDifference().isEmpty();
        var page = Page.titled("Comparison: " + found.first().model().name())
                .subtitle(found.first().label() + ", and " + found.second().label())
                .badge(new Badge(
                        equal ? Status.PASSED : Status.WARNING,
                        equal ? "equal" : found.guilty().size() + " nodes differ by themselves"))
                .fact("inputs", Integer.toString(found.inputs()))
                .fact("tensors compared", Integer.toString(found.tensors().size()))
                .fact("first way", milliseconds(found.firstNanos()))
                .fact("second way", milliseconds(found.secondNanos()));
        page.section(
                "verdict",
                "What was found",
                CompareText.verdict(found).stream().map(Paragraph::new).toArray(Block[]::new));
        page.section(
                "graph",
                "Where it differs",
                new Figure(
                        "The nodes of the second way; the more orange, the larger the error so far.", drawing(found)));
        page.section("tensors", "Every tensor", table(found));
        page.section(
                "histograms",
                "How large the differences are",
                found.tensors().stream()
                        .filter(t -> !t.accumulated().isEqual())
                        .map(ComparePage::histogram)
                        .toArray(Block[]::new));
        return page.build();
    }

    private static String milliseconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f ms", nanos / 1e6);
    }

    /** Layers from top to bottom: a node stands below everything it reads. */
    private static Drawing drawing(ModelComparison found) {
        var layers = new HashMap<String, Integer>();
        var places = new HashMap<String, double[]>();
        var counts = new HashMap<Integer, Integer>();
        var shapes = new ArrayList<Drawing.Shape>();
        var boxes = new ArrayList<Drawing.Shape>();
        int width = 0;
        int height = 0;
        for (var tensor : found.tensors()) {
            int layer = tensor.inputs().stream()
                            .mapToInt(i -> layers.getOrDefault(i, -1))
                            .max()
                            .orElse(-1)
                    + 1;
            int column = counts.merge(layer, 1, Integer::sum) - 1;
            double x = GAP_X + column * (double) (BOX_WIDTH + GAP_X);
            double y = GAP_Y + layer * (double) (BOX_HEIGHT + GAP_Y);
            layers.put(tensor.tensor(), layer);
            places.put(tensor.tensor(), new double[] {x + BOX_WIDTH / 2.0, y});
            arrows(tensor, places, shapes);
            boxes.add(new Drawing.Box(
                    x,
                    y,
                    BOX_WIDTH,
                    BOX_HEIGHT,
                    shade(tensor.accumulated()),
                    tensor.tensor(),
                    tensor.operator() + ", SNR " + CompareText.decibels(tensor.accumulated()) + " dB",
                    Optional.of(anchor(tensor))));
            width = Math.max(width, (int) x + BOX_WIDTH + GAP_X);
            height = Math.max(height, (int) y + BOX_HEIGHT + GAP_Y);
        }
        shapes.addAll(boxes);
        return new Drawing(Math.max(width, 1), Math.max(height, 1), shapes);
    }

    private static void arrows(TensorComparison tensor, Map<String, double[]> places, List<Drawing.Shape> shapes) {
        var to = places.get(tensor.tensor());
        for (var input : tensor.inputs()) {
            var from = places.get(input);
            if (from != null && to != null) {
                shapes.add(new Drawing.Arrow(from[0], from[1] + BOX_HEIGHT, to[0], to[1], ""));
            }
        }
    }

    /** 0 for equal tensors, the darkest for noise as strong as the signal. */
    private static int shade(Metrics metrics) {
        if (metrics.isEqual()) {
            return 0;
        }
        double loud = 1 - Math.clamp(metrics.signalToNoise() / QUIET, 0, 1);
        return Math.clamp((int) Math.ceil(loud * Drawing.SHADES), 1, Drawing.SHADES);
    }

    private static String anchor(TensorComparison tensor) {
        return "t-" + tensor.tensor();
    }

    private static Table table(ModelComparison found) {
        var table = Table.of(
                "Differences of the second way from the first",
                Table.words("tensor"),
                Table.words("operator"),
                Table.words("backend"),
                Table.numbers("elements that differ"),
                Table.numbers("largest"),
                Table.numbers("mean"),
                Table.numbers("largest in LSB"),
                Table.numbers("SNR, dB"),
                Table.numbers("cosine"),
                Table.words("by itself"));
        for (var tensor : found.tensors()) {
            var m = tensor.accumulated();
            table.anchoredRow(
                    anchor(tensor),
                    new Cell.Code(tensor.tensor()),
                    Cell.text(tensor.operator()),
                    Cell.text(tensor.backend()),
                    new Cell.Quantity(m.differing(), Long.toString(m.differing())),
                    quantity(m.maxDifference()),
                    quantity(m.meanDifference()),
                    m.step() == null ? Cell.text("") : quantity(m.maxSteps()),
                    new Cell.Quantity(m.signalToNoise(), CompareText.decibels(m)),
                    new Cell.Quantity(m.cosine(), String.format(Locale.ROOT, "%.6f", m.cosine())),
                    tensor.forced()
                            .<Cell>map(f -> new Cell.Mark(
                                    f.isEqual()
                                            ? new Badge(Status.PASSED, "equal")
                                            : new Badge(Status.WARNING, CompareText.decibels(f) + " dB")))
                            .orElse(Cell.text("not comparable")));
        }
        return table.build();
    }

    private static Cell quantity(double value) {
        return new Cell.Quantity(value, CompareText.number(value));
    }

    private static Block histogram(TensorComparison tensor) {
        var counts = tensor.differences();
        return Details.of(
                tensor.tensor(),
                new Histogram(
                        "Elements by their difference over the tensor's largest magnitude, as a power of ten; the first"
                                + " bin holds the equal ones",
                        -8,
                        0,
                        counts,
                        Histogram.Scale.LOGARITHMIC,
                        List.of()));
    }
}
