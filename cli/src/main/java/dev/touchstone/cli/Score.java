package dev.touchstone.cli;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** One class and how much the model believes in it. */
record Score(int index, float value) {
    /** The best classes, best first; of equal ones the lower class first, NaN last. */
    static List<Score> top(float[] scores, int count) {
        return IntStream.range(0, scores.length)
                .mapToObj(i -> new Score(i, scores[i]))
                .sorted(Comparator.comparingDouble(
                                (Score s) -> Float.isNaN(s.value) ? Double.NEGATIVE_INFINITY : s.value)
                        .reversed())
                .limit(count)
                .toList();
    }
}
