package dev.touchstone.cli;

import java.util.List;
import java.util.stream.IntStream;

/** One class and how much the model believes in it. */
record Score(int index, float value) {
    /** The best classes, best first; of equal ones the lower class first, NaN last. */
    static List<Score> top(float[] scores, int count) {
        return IntStream.range(0, scores.length)
                .mapToObj(i -> new Score(i, scores[i]))
                .sorted((a, b) -> Float.compare(b.belief(), a.belief()))
                .limit(count)
                .toList();
    }

    private float belief() {
        return Float.isNaN(value) ? Float.NEGATIVE_INFINITY : value;
    }
}
