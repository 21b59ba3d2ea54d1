package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The expected text is that of Paddle Lite's documentation and printf formats. */
class ClassificationTest {
    private static final Labels LABELS =
            new Labels(List.of("n02123045 tabby, tabby cat", "n02124075 Egyptian cat", "tiger cat"));

    private static final Classification FOUND = new Classification(
            Path.of("cat.png"),
            List.of(new Score(0, 0.522023f), new Score(1, 0.395266f), new Score(2, 0.073605f), new Score(3, 0f)),
            LABELS,
            5,
            new RunTimes(1.5, 2, 4),
            12.25,
            0.0125);

    @Test
    void printsTheDemosLines() {
        assertThat(FOUND.lines(false))
                .containsExactly(
                        "warmup: 5 repeat: 3, average: 2.500000 ms, max: 4.000000 ms, min: 1.500000 ms",
                        "results: 4",
                        "Top0  tabby, tabby cat - 0.522023",
                        "Top1  Egyptian cat - 0.395266",
                        "Top2 tiger cat - 0.073605",
                        "Top3 Unknown - 0.000000",
                        "Preprocess time: 12.250000 ms",
                        "Prediction time: 2.500000 ms",
                        "Postprocess time: 0.012500 ms",
                        "");
    }

    @Test
    void printsEachRunFirstWhenVerbose() {
        assertThat(FOUND.lines(true))
                .startsWith(
                        "iter 0 cost: 1.500000 ms",
                        "iter 1 cost: 2.000000 ms",
                        "iter 2 cost: 4.000000 ms",
                        "warmup: 5 repeat: 3, average: 2.500000 ms, max: 4.000000 ms, min: 1.500000 ms");
    }

    /** C prints the float32 nearest to 53.282, which is 53.28200149536133. */
    @Test
    void keepsDurationsInFloatAsTheDemoDoes() {
        var found = new Classification(Path.of("x"), List.of(), LABELS, 0, new RunTimes(53.282), 0, 0);

        assertThat(found.lines(false))
                .startsWith("warmup: 0 repeat: 1, average: 53.282001 ms, max: 53.282001 ms, min: 53.282001 ms");
    }

    @Test
    void saysTheSameAsJson() {
        assertThat(FOUND.toJson().toText())
                .contains(
                        "\"image\": \"cat.png\"",
                        "\"label\": \"tabby, tabby cat\"",
                        "\"score\": 0.522023",
                        "\"preprocessMilliseconds\": 12.25");
    }

    @Test
    void namesClassesByNumberWithoutLabels() {
        assertThat(new Labels(List.of()).text(281)).isEqualTo("class 281");
    }

    @Test
    void keepsLabelsWithoutIdentifierWhole() {
        assertThat(new Labels(List.of("Ankle boot")).text(0)).isEqualTo("Ankle boot");
        assertThat(new Labels(List.of("n1234 x")).text(0)).isEqualTo("n1234 x");
    }

    @Test
    void ordersScoresAndPutsTheLowerClassFirstAmongEquals() {
        assertThat(Score.top(new float[] {0.1f, Float.NaN, 0.4f, 0.4f, -1}, 9))
                .extracting(Score::index)
                .containsExactly(2, 3, 0, 4, 1);
        assertThat(Score.top(new float[] {0.1f, 0.2f, 0.3f}, 2))
                .containsExactly(new Score(2, 0.3f), new Score(1, 0.2f));
    }

    @Test
    void summarisesDurations() {
        var times = new RunTimes(4, 1, 3, 2);

        assertThat(times.min()).isEqualTo(1);
        assertThat(times.median()).isEqualTo(2.5);
        assertThat(times.mean()).isEqualTo(2.5);
        assertThat(times.percentile(50)).isEqualTo(2);
        assertThat(times.percentile(99)).isEqualTo(4);
        assertThat(times.max()).isEqualTo(4);
        assertThat(new RunTimes(3, 1, 2).median()).isEqualTo(2);
    }
}
