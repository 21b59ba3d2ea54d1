package dev.touchstone.cli;

import dev.touchstone.TouchstoneException;
import dev.touchstone.cli.image.ImageTensors;
import dev.touchstone.cli.text.Json;
import dev.touchstone.model.Endpoint;
import dev.touchstone.model.ImageProfile;
import dev.touchstone.model.Model;
import dev.touchstone.runtime.Session;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** {@code touchstone classify}: what is on a picture, in the lines of Paddle Lite's image classification demo. */
final class ClassifyCommand implements Options, Runnable {
    private final ModelOptions modelOptions = new ModelOptions();
    private List<Path> images = List.of();
    private @Nullable Path labels;
    private int top = 3;
    private final RepeatOptions repeats = new RepeatOptions();
    private final ExecutionOptions execution = new ExecutionOptions();
    private final ImageOptions imageOptions = new ImageOptions();
    private boolean verbose;
    private final OutputOptions output = new OutputOptions();

    @Override
    public void declare(Syntax syntax) {
        syntax.description(
                        "Reads pictures (PNG, JPEG, or the demo's raw float32 files), runs the model on each and prints"
                                + " the best classes in the lines of Paddle Lite's image classification demo. Without"
                                + " any option: the bundled model on a bundled picture.",
                        "",
                        "How a picture becomes the model's input is said by the options --size to --resize; what they"
                                + " leave open, by a file beside the model; what that leaves open, by ImageNet's usual"
                                + " values.")
                .footer(
                        "  touchstone classify",
                        "  touchstone classify --image shoe.png",
                        "      the bundled model knows ten kinds of clothing",
                        "  touchstone classify --model mobilenet_v1_int8_224 --image cat.jpg \\",
                        "      --labels synset_words.txt --precision full-int8")
                .with(modelOptions)
                .add(Argument.listOf(Path.class, "-i", "--image")
                        .label("FILE")
                        .arity("1..*")
                        .text("Picture to classify; several are classified one after the other.")
                        .to(v -> images = v))
                .add(Argument.of(Path.class, "-l", "--labels")
                        .label("FILE")
                        .text("Names of the classes, one a line, class 0 first. A WordNet identifier in front is cut"
                                + " off.")
                        .to(v -> labels = v))
                .add(Argument.of(int.class, "--top")
                        .label("N")
                        .text("How many classes to print. Default: 3.")
                        .to(v -> top = v))
                .with(repeats)
                .with(execution)
                .with(imageOptions)
                .add(Argument.flag("-v", "--verbose")
                        .text("Also print the time of each run, and how the model is prepared and placed.")
                        .to(v -> verbose = v))
                .with(output);
    }

    @Override
    public void run() {
        if (top < 1) {
            throw new ParameterException(output.command(), "--top is " + top + "; expected 1 or more");
        }
        repeats.check(output);
        var files = images();
        var model = modelOptions.read(output, execution.compiled(output));
        var input = onlyInput(model);
        var profile = imageOptions.profile(model, input, output);
        // Before the session, which waits for what another thread has begun at the start.
        var first = Prepared.of(files.getFirst(), profile);
        var names = labels == null ? new Labels(profile.labels()) : Labels.read(labels);
        try (var session = execution.open(model, output)) {
            var results = new ArrayList<Json>();
            for (var file : files) {
                var picture = results.isEmpty() ? first : Prepared.of(file, profile);
                var result = classify(session, picture, names);
                results.add(result.toJson());
                if (!output.json()) {
                    if (files.size() > 1) {
                        output.out().println("image: " + file);
                    }
                    result.lines(verbose).forEach(output.out()::println);
                    output.out().flush();
                }
            }
            ExecutionOptions.noteFallback(session, output);
            if (verbose) {
                explain(session);
            }
            output.print(
                    List::of,
                    () -> Json.object()
                            .with("model", model.name())
                            .with("precision", ExecutionOptions.name(session.precision()))
                            .with("placement", session.placement().summary())
                            .with("warmup", repeats.warmup())
                            .with("repeat", repeats.repeat())
                            .with("images", new Json.Array(results)));
        }
    }

    private List<Path> images() {
        if (!images.isEmpty()) {
            return images;
        }
        if (!modelOptions.isBundled()) {
            throw new ParameterException(
                    output.command(),
                    "no picture is named; give one with --image (the bundled one only suits the bundled model)");
        }
        return output.installation()
                .bundledPicture()
                .map(p -> {
                    output.note("no --image given, using the bundled "
                            + output.installation().shown(p));
                    return List.of(p);
                })
                .orElseThrow(
                        () -> new ParameterException(output.command(), "no picture is named; give one with --image"));
    }

    private static Endpoint onlyInput(Model model) {
        if (model.inputs().size() != 1) {
            throw new TouchstoneException(
                    model.name() + ": takes " + model.inputs().size() + " inputs " + model.inputs()
                            + ", but classify feeds one picture; use 'touchstone run'");
        }
        return model.inputs().getFirst();
    }

    /** A picture as the model takes it, and how many milliseconds that took. */
    private record Prepared(Path file, Tensor tensor, double milliseconds) {
        static Prepared of(Path file, ImageProfile profile) {
            long start = System.nanoTime();
            var tensor = ImageTensors.read(file, profile);
            return new Prepared(file, tensor, (System.nanoTime() - start) / 1e6);
        }
    }

    private Classification classify(Session session, Prepared picture, Labels names) {
        var measured = repeats.measure(output, "classifying " + picture.file(), () -> session.run(picture.tensor()));
        long start = System.nanoTime();
        var best = Score.top(floats(session.model(), measured.last().first()), top);
        double postprocess = (System.nanoTime() - start) / 1e6;
        return new Classification(
                picture.file(), best, names, repeats.warmup(), measured.times(), picture.milliseconds(), postprocess);
    }

    private static float[] floats(Model model, Tensor scores) {
        if (scores.type().dataType() != DataType.FLOAT32) {
            throw new TouchstoneException(model.name() + ": the first output is " + scores.type()
                    + ", but classify needs float32 scores; use 'touchstone run'");
        }
        return scores.toFloats();
    }

    private void explain(Session session) {
        output.note("precision " + ExecutionOptions.name(session.precision()) + "; "
                + session.placement().summary());
        session.notes().forEach(output::note);
        session.model().warnings().forEach(output::note);
    }
}
