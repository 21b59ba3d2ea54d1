package dev.touchstone.cli;

import dev.touchstone.TouchstoneException;
import dev.touchstone.cli.file.UserFileException;
import dev.touchstone.cli.text.Json;
import dev.touchstone.model.Endpoint;
import dev.touchstone.model.Model;
import dev.touchstone.runtime.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** {@code touchstone eval}: how often a classifier is right, in the lines of PaddleSlim's evaluation. */
final class EvalCommand implements Options, Runnable {
    /** The original says how it goes on every tenth batch. */
    private static final int SAID = 10;

    private final ModelOptions modelOptions = new ModelOptions();
    private Path data = Path.of("");
    private Path list = Path.of("");
    private int batch = 20;
    private @Nullable Path labels;
    private final ExecutionOptions execution = new ExecutionOptions();
    private final ImageOptions imageOptions = new ImageOptions();
    private final OutputOptions output = new OutputOptions();

    @Override
    public void declare(Syntax syntax) {
        syntax.description(
                        "Classifies labelled pictures and prints, in the lines of PaddleSlim's evaluation, how often"
                                + " the right class was the best one and among the best five. --json adds the confusion"
                                + " table.",
                        "",
                        "How a picture becomes the input is said by the options --size to --resize, as for classify.")
                .footer(
                        "  touchstone eval --model mobilenet_v1_int8 --data val/ --list val_list.txt",
                        "      each line of the list: a path in val/, a blank, the number of the class from 0",
                        "  touchstone eval --model DIR --data pictures.npy --list classes.npy --json")
                .with(modelOptions)
                .add(Argument.of(Path.class, "-d", "--data")
                        .label("PATH")
                        .required()
                        .text("Directory of pictures; or an .npy file, uint8 [n, height, width(, channels)] or"
                                + " float32 [n, ...].")
                        .to(v -> data = v))
                .add(Argument.of(Path.class, "--list")
                        .label("FILE")
                        .required()
                        .text("Text file with a path below the directory and a class on each line; for an .npy file"
                                + " just the class, or another .npy file.")
                        .to(v -> list = v))
                .add(Argument.of(int.class, "--batch")
                        .label("N")
                        .text("Pictures for one run. Default: 20.")
                        .to(v -> batch = v))
                .add(Argument.of(Path.class, "-l", "--labels")
                        .label("FILE")
                        .text("Names of the classes for the confusion table, one a line, class 0 first.")
                        .to(v -> labels = v))
                .with(execution)
                .with(imageOptions)
                .with(output);
    }

    @Override
    public void run() {
        if (batch < 1) {
            throw new ParameterException(output.command(), "--batch is " + batch + "; expected 1 or more");
        }
        var model = modelOptions.read(output, execution.compiled(output));
        var input = onlyInput(model);
        var profile = imageOptions.profile(model, input, output);
        var names = labels == null ? new Labels(profile.labels()) : Labels.read(labels);
        var samples = LabelledData.read(data, list, profile);
        var accuracy = new Accuracy();
        var times = new ArrayList<Double>();
        try (var session = execution.open(model, output)) {
            int size = input.extents().getFirst() > 0 ? input.extents().getFirst() : batch;
            int total = samples.pictures().size();
            for (int from = 0; from < total; from += size) {
                int count = Math.min(size, total - from);
                if (count < size && input.extents().getFirst() > 0) {
                    output.note("the model takes " + size + " inputs at once; the last " + count + " are left out");
                    break;
                }
                times.add(run(session, samples, from, count, accuracy));
                int index = times.size() - 1;
                if (!output.json() && index % SAID == 0) {
                    output.out().println(accuracy.batchLine(index, times.getLast()));
                    output.out().flush();
                }
            }
            ExecutionOptions.noteFallback(session, output);
            output.print(
                    () -> List.of(accuracy.endLine()),
                    () -> Json.object()
                            .with("model", model.name())
                            .with("precision", ExecutionOptions.name(session.precision()))
                            .with("placement", session.placement().summary())
                            .with("samples", accuracy.samples())
                            .with("acc1", accuracy.top1())
                            .with("acc5", accuracy.top5())
                            .with("batch", size)
                            .with("batchSeconds", Json.array(times, Json::of))
                            .with("confusion", accuracy.confusionTable(names)));
        }
    }

    /** Runs one batch and says how many seconds the run took. */
    private double run(Session session, LabelledData samples, int from, int count, Accuracy accuracy) {
        var inputs = samples.pictures().read(from, count);
        long start = System.nanoTime();
        var result = session.run(inputs).first();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!result.type().isFloat() || result.shape().elements() % count != 0) {
            throw new TouchstoneException(session.model().name() + ": the first output is " + result.type()
                    + ", but eval needs float32 scores for each of " + count + " inputs");
        }
        float[] scores = result.toFloats();
        int classes = scores.length / count;
        for (int i = 0; i < count; i++) {
            int truth = samples.classes().get(from + i);
            if (truth >= classes) {
                throw new UserFileException(
                        list,
                        samples.pictures().name(from + i) + " is of class " + truth
                                + ", but the model knows classes 0.." + (classes - 1));
            }
            accuracy.add(truth, Arrays.copyOfRange(scores, i * classes, (i + 1) * classes));
        }
        return seconds;
    }

    private static Endpoint onlyInput(Model model) {
        var inputs = model.inputs();
        if (inputs.size() != 1 || inputs.getFirst().extents().isEmpty()) {
            throw new TouchstoneException(model.name() + ": takes " + inputs.size() + " inputs " + inputs
                    + ", but eval feeds one batch of pictures");
        }
        return inputs.getFirst();
    }
}
