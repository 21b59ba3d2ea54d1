package dev.touchstone.cli;

import dev.touchstone.cli.text.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts how often the right class was among the best. Not thread-safe. */
final class Accuracy {
    private static final int FIVE = 5;

    private int samples;
    private int first;
    private int amongFive;
    private final Map<Confusion, Integer> confusions = new TreeMap<>();

    /** A class and what was taken for it. */
    record Confusion(int truth, int predicted) implements Comparable<Confusion> {
        @Override
        public int compareTo(Confusion other) {
            return truth != other.truth
                    ? Integer.compare(truth, other.truth)
                    : Integer.compare(predicted, other.predicted);
        }
    }

    /**
     * Counts one sample.
     *
     * @param scores of each class; of equal ones the lower class counts as better
     */
    void add(int truth, float[] scores) {
        var best = Score.top(scores, FIVE);
        samples++;
        first += best.getFirst().index() == truth ? 1 : 0;
        amongFive += best.stream().anyMatch(s -> s.index() == truth) ? 1 : 0;
        confusions.merge(new Confusion(truth, best.getFirst().index()), 1, Integer::sum);
    }

    int samples() {
        return samples;
    }

    /** Part of the samples whose best class was the right one. */
    double top1() {
        return samples == 0 ? 0 : (double) first / samples;
    }

    /** Part of the samples whose right class was among the best five. */
    double top5() {
        return samples == 0 ? 0 : (double) amongFive / samples;
    }

    /** {@code Testbatch 0, acc1 0.75, acc5 1.0, time 1.38 sec}. */
    String batchLine(int batch, double seconds) {
        return "Testbatch " + batch + ", acc1 " + python(top1()) + ", acc5 " + python(top5()) + ", time "
                + String.format(Locale.ROOT, "%.2f", seconds) + " sec";
    }

    /** {@code End test: test_acc1 0.76, test_acc5 0.93}. */
    String endLine() {
        return "End test: test_acc1 " + python(top1()) + ", test_acc5 " + python(top5());
    }

    /** A number as Python writes it: never with an exponent for parts of a whole. */
    static String python(double value) {
        return value == 0 || value >= 1e-3
                ? Double.toString(value)
                : new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    /** Each pair of classes that occurred, with its number: the confusion table without its zeros. */
    Json confusionTable(Labels names) {
        var rows = new ArrayList<Json>();
        confusions.forEach((pair, count) -> rows.add(Json.object()
                .with("class", pair.truth())
                .with("label", names.text(pair.truth()))
                .with("predicted", pair.predicted())
                .with("predictedLabel", names.text(pair.predicted()))
                .with("count", count)));
        return new Json.Array(List.copyOf(rows));
    }
}
