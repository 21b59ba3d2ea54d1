package dev.touchstone.cli;

import dev.touchstone.cli.text.Json;
import dev.touchstone.cli.text.Table;
import dev.touchstone.cli.text.Wrap;
import dev.touchstone.runtime.compare.Metrics;
import dev.touchstone.runtime.compare.ModelComparison;
import dev.touchstone.runtime.compare.TensorComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code compare} found, for reading and for programs. */
final class CompareText {
    private static final int INDENT = 10;

    private CompareText() {}

    static List<String> lines(ModelComparison found) {
        var lines = new ArrayList<String>();
        lines.addAll(Wrap.lines("first     ", INDENT, found.first().label()));
        lines.addAll(Wrap.lines("second    ", INDENT, found.second().label()));
        lines.add("inputs    " + found.inputs());
        lines.add("");
        var table = new Table(
                Table.shrinking("tensor"),
                Table.left("operator"),
                Table.right("differ"),
                Table.right("max"),
                Table.right("LSB"),
                Table.right("SNR dB"),
                Table.right("own"));
        for (var tensor : found.tensors()) {
            var all = tensor.accumulated();
            table.row(
                    tensor.tensor(),
                    tensor.operator(),
                    percent(all),
                    number(all.maxDifference()),
                    all.step() == null ? "" : number(all.maxSteps()),
                    decibels(all),
                    tensor.forced()
                            .map(f -> f.isEqual() ? "equal" : decibels(f))
                            .orElse("-"));
        }
        lines.addAll(table.lines());
        lines.add("");
        verdict(found).forEach(sentence -> lines.addAll(Wrap.lines("", 2, sentence)));
        return lines;
    }

    /** What the table comes to, a sentence each. */
    static List<String> verdict(ModelComparison found) {
        var sentences = new ArrayList<String>();
        var first = found.firstDifference();
        if (first.isEmpty()) {
            sentences.add("All " + found.tensors().size() + " tensors are equal, bit for bit.");
        } else {
            long different = found.tensors().stream()
                    .filter(t -> !t.accumulated().isEqual())
                    .count();
            sentences.add(different + " of " + found.tensors().size() + " tensors differ; the first is "
                    + name(first.get()) + ".");
            sentences.add(guilt(found.guilty()));
        }
        if (!found.unmatched().isEmpty()) {
            sentences.add(found.unmatched().size() + " tensors of the second way have no like in the first.");
        }
        sentences.add(String.format(
                Locale.ROOT,
                "Same best class: %.1f %%; of the best five: %.1f %%.",
                100 * found.topOne(),
                100 * found.topFive()));
        sentences.add(String.format(
                Locale.ROOT,
                "Time of a run: first %.3f ms, second %.3f ms.",
                found.firstNanos() / 1e6,
                found.secondNanos() / 1e6));
        return sentences;
    }

    private static String guilt(List<TensorComparison> guilty) {
        return switch (guilty.size()) {
            case 0 -> "Fed with the first way's tensors, every node computes the same.";
            case 1 ->
                "Fed with the first way's tensors, only one node differs: " + name(guilty.getFirst())
                        + "; the others pass its error on.";
            default ->
                "Fed with the first way's tensors, " + guilty.size() + " nodes differ by themselves; the first is "
                        + name(guilty.getFirst()) + ".";
        };
    }

    private static String name(TensorComparison tensor) {
        return tensor.node() + " (" + tensor.operator() + (tensor.backend().isEmpty() ? "" : ", " + tensor.backend())
                + ")";
    }

    private static String percent(Metrics metrics) {
        return metrics.isEqual()
                ? "equal"
                : String.format(Locale.ROOT, "%.2f%%", 100.0 * metrics.differing() / Math.max(1, metrics.elements()));
    }

    static String number(double value) {
        return value == 0 ? "0" : String.format(Locale.ROOT, "%.3g", value);
    }

    static String decibels(Metrics metrics) {
        return Double.isInfinite(metrics.signalToNoise())
                ? "inf"
                : String.format(Locale.ROOT, "%.1f", metrics.signalToNoise());
    }

    static Json toJson(ModelComparison found) {
        var object = Json.object()
                .with("first", found.first().label())
                .with("second", found.second().label())
                .with("inputs", found.inputs())
                .with("equal", found.firstDifference().isEmpty())
                .with("topOne", found.topOne())
                .with("topFive", found.topFive())
                .with("firstMilliseconds", found.firstNanos() / 1e6)
                .with("secondMilliseconds", found.secondNanos() / 1e6)
                .with("unmatched", found.unmatched(), Json::of)
                .with("guilty", found.guilty(), t -> Json.of(t.node()))
                .with("tensors", found.tensors(), CompareText::json);
        found.firstDifference().ifPresent(t -> object.with("firstDifference", t.node()));
        return object;
    }

    private static Json json(TensorComparison tensor) {
        var object = Json.object()
                .with("tensor", tensor.tensor())
                .with("node", tensor.node())
                .with("operator", tensor.operator())
                .with("backend", tensor.backend())
                .with("accumulated", json(tensor.accumulated()));
        tensor.forced().ifPresent(f -> object.with("forced", json(f)));
        return object;
    }

    /** Numbers that JSON has not - the ratio of equal tensors - are left out. */
    private static Json json(Metrics metrics) {
        var object = Json.object()
                .with("elements", metrics.elements())
                .with("differing", metrics.differing())
                .with("meanDifference", metrics.meanDifference())
                .with("cosine", metrics.cosine());
        if (Double.isFinite(metrics.maxDifference())) {
            object.with("maxDifference", metrics.maxDifference());
        }
        if (Double.isFinite(metrics.signalToNoise())) {
            object.with("signalToNoise", metrics.signalToNoise());
        }
        if (metrics.step() != null && Double.isFinite(metrics.maxSteps())) {
            object.with("maxSteps", metrics.maxSteps()).with("meanSteps", metrics.meanSteps());
        }
        return object;
    }
}
