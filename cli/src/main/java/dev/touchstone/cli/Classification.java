package dev.touchstone.cli;

import dev.touchstone.cli.text.CFormat;
import dev.touchstone.cli.text.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What classify found on one picture, and how long it took.
 *
 * @param runs the measured runs
 * @param preprocess milliseconds from file to input tensor
 * @param postprocess milliseconds from output tensor to classes
 */
record Classification(
        Path image, List<Score> best, Labels labels, int warmup, RunTimes runs, double preprocess, double postprocess) {
    /** The lines of Paddle Lite's demo, without its empty last one; with its {@code iter} lines if verbose. */
    List<String> lines(boolean verbose) {
        var lines = new ArrayList<String>();
        if (verbose) {
            for (int i = 0; i < runs.count(); i++) {
                lines.add("iter " + i + " cost: " + CFormat.f(runs.get(i)) + " ms");
            }
        }
        lines.add("warmup: " + warmup + " repeat: " + runs.count() + ", average: " + CFormat.f(runs.mean())
                + " ms, max: " + CFormat.f(runs.max()) + " ms, min: " + CFormat.f(runs.min()) + " ms");
        lines.add("results: " + best.size());
        for (int i = 0; i < best.size(); i++) {
            // The demo keeps the blank that parts a label from its WordNet identifier: hence two blanks.
            lines.add("Top" + i + "  " + label(best.get(i)) + " - "
                    + CFormat.f(best.get(i).value()));
        }
        lines.add("Preprocess time: " + CFormat.f(preprocess) + " ms");
        lines.add("Prediction time: " + CFormat.f(runs.mean()) + " ms");
        lines.add("Postprocess time: " + CFormat.f(postprocess) + " ms");
        return lines;
    }

    private String label(Score score) {
        return labels.text(score.index()).strip();
    }

    Json toJson() {
        return Json.object()
                .with("image", image.toString())
                .with(
                        "top",
                        best,
                        s -> Json.object()
                                .with("class", s.index())
                                .with("label", label(s))
                                .with("score", s.value()))
                .with("milliseconds", runs.toJson())
                .with("preprocessMilliseconds", preprocess)
                .with("postprocessMilliseconds", postprocess);
    }
}
