package dev.touchstone.cli;

import dev.touchstone.cli.text.CFormat;
import dev.touchstone.cli.text.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What was found on one picture, and how long it took.
 *
 * @param best the best classes, best first
 * @param preprocess milliseconds from the file to the tensor
 * @param postprocess milliseconds from the output to the best classes
 */
record Classification(
        Path image,
        List<Score> best,
        Labels labels,
        int warmup,
        RunTimes times,
        double preprocess,
        double postprocess) {
    /**
     * The demo's lines, byte for byte.
     *
     * @param verbose with a line for each run, which the demo's sources have and its documentation leaves out
     */
    List<String> lines(boolean verbose) {
        var lines = new ArrayList<String>();
        var runs = times.inFloat();
        for (int i = 0; verbose && i < runs.count(); i++) {
            lines.add("iter " + i + " cost: " + CFormat.f(runs.get(i)) + " ms");
        }
        lines.add("warmup: " + warmup + " repeat: " + runs.count() + ", average: " + CFormat.f(runs.mean())
                + " ms, max: " + CFormat.f(runs.max()) + " ms, min: " + CFormat.f(runs.min()) + " ms");
        lines.add("results: " + best.size());
        for (int i = 0; i < best.size(); i++) {
            var score = best.get(i);
            lines.add("Top" + i + " " + labels.text(score.index()) + " - " + CFormat.f(score.value()));
        }
        lines.add("Preprocess time: " + CFormat.f(preprocess) + " ms");
        lines.add("Prediction time: " + CFormat.f(runs.mean()) + " ms");
        lines.add("Postprocess time: " + CFormat.f(postprocess) + " ms");
        lines.add("");
        return lines;
    }

    Json toJson() {
        return Json.object()
                .with("image", image.toString())
                .with(
                        "results",
                        best,
                        s -> Json.object()
                                .with("class", s.index())
                                .with("label", labels.text(s.index()).strip())
                                .with("score", s.value()))
                .with("milliseconds", times.toJson())
                .with("preprocessMilliseconds", preprocess)
                .with("postprocessMilliseconds", postprocess);
    }
}
