package dev.touchstone.cli;

import dev.touchstone.TouchstoneException;
import dev.touchstone.cli.file.UserFileException;
import dev.touchstone.cli.image.PictureSet;
import dev.touchstone.model.Endpoint;
import dev.touchstone.model.ImageProfile;
import dev.touchstone.model.Model;
import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.PaddlePrograms;
import dev.touchstone.paddle.PaddleWriter;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.quantization.PostTrainingQuantization;
import dev.touchstone.quantization.QuantizationOptions;
import dev.touchstone.quantization.QuantizedModel;
import dev.touchstone.quantization.calibration.AbsMax;
import dev.touchstone.quantization.calibration.Average;
import dev.touchstone.quantization.calibration.KullbackLeibler;
import dev.touchstone.quantization.calibration.MeanSquaredError;
import dev.touchstone.quantization.calibration.MinMax;
import dev.touchstone.quantization.calibration.Percentile;
import dev.touchstone.quantization.calibration.ThresholdAlgorithm;
import dev.touchstone.quantization.report.QuantizationPage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** {@code touchstone quantize}: from a float model and typical inputs to a quantized one. */
final class QuantizeCommand implements Options, Runnable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS", Locale.ROOT);

    /** What the model will run on. */
    enum Target {
        RKNPU,
        ARM
    }

    /** How the weights are scaled. */
    enum Weights {
        PER_LAYER,
        PER_CHANNEL
    }

    /** Algorithms by the names that users know. */
    enum Algorithm {
        KL,
        KL_2_0,
        HIST,
        MSE,
        AVG,
        ABS_MAX,
        MIN_MAX
    }

    private final ModelOptions modelOptions = new ModelOptions();
    private final CalibrationOptions calibration = new CalibrationOptions();
    private Path directory = Path.of("");
    private Algorithm algorithm = Algorithm.KL;
    private Target target = Target.RKNPU;
    private @Nullable Weights weights;
    private double percentile = Percentile.DEFAULT_PART;
    private @Nullable Boolean foldBatchNorm;
    private boolean equalize;
    private @Nullable Boolean correctBias;
    private boolean paddleCompat;
    private PaddleWriter.Layout layout = PaddleWriter.Layout.SEPARATE;
    private @Nullable Path report;
    private int measure = 8;
    private int threads = 2;
    private List<String> backends = List.of();
    private final ImageOptions imageOptions = new ImageOptions();
    private final OutputOptions output = new OutputOptions();

    @Override
    public void declare(Syntax syntax) {
        syntax.description(
                        "Runs a float32 model over typical inputs, finds a threshold for each tensor, and writes the"
                                + " model with quantization operators, as PaddleSlim's quant_post_static does: Paddle"
                                + " and Paddle Lite load the result, and so does touchstone in every precision.",
                        "",
                        "A hundred pictures of the kind that the model will see are enough. How a picture becomes the"
                                + " input is said by the options --size to --resize, as for classify.")
                .footer(
                        "  touchstone quantize --model mobilenet_v1 --data pictures/ --output mobilenet_v1_int8",
                        "  touchstone quantize --model mobilenet_v1 --data pictures/ --algorithm mse \\",
                        "      --output mobilenet_v1_int8 --report quantization.html")
                .with(modelOptions)
                .with(calibration)
                .add(Argument.of(Path.class, "-o", "--output")
                        .label("DIR")
                        .required()
                        .text("Directory for the quantized model.")
                        .to(v -> directory = v))
                .add(Argument.of(Algorithm.class, "-a", "--algorithm")
                        .label("NAME")
                        .converter(new WordConverter.OfAlgorithm())
                        .candidates(new WordConverter.Algorithms())
                        .text("How thresholds are found: kl (least information lost), kl-2.0 (as PaddleSlim 2.0"
                                + " computed it, for the published models), hist (percentile), mse (least"
                                + " squared error), avg (mean of the samples' maxima), abs-max (nothing"
                                + " clipped), min-max (only record ranges). Default: kl.")
                        .to(v -> algorithm = v))
                .add(Argument.of(Target.class, "--target")
                        .label("NAME")
                        .converter(new WordConverter.OfTarget())
                        .candidates(new WordConverter.Targets())
                        .text("rknpu: everything is quantized, weights per layer, batch normalisation folded. arm:"
                                + " convolutions and products only, weights per channel. Default: rknpu.")
                        .to(v -> target = v))
                .add(Argument.of(Weights.class, "--weights")
                        .label("FORM")
                        .converter(new WordConverter.OfWeights())
                        .candidates(new WordConverter.WeightForms())
                        .text("per-layer or per-channel, if other than the target's.")
                        .to(v -> weights = v))
                .add(Argument.of(double.class, "--percentile")
                        .label("X")
                        .text("Part of all values that algorithm hist does not clip. Default: 0.9999.")
                        .to(v -> percentile = v))
                .add(Argument.flag("--fold-batch-norm")
                        .negatable()
                        .text("Fold batch normalisation into convolutions first, or not, if other than the target's.")
                        .to(v -> foldBatchNorm = v))
                .add(Argument.flag("--equalize")
                        .text("Make the ranges of neighbouring convolutions' weights alike first (cross-layer"
                                + " equalization).")
                        .to(v -> equalize = v))
                .add(Argument.flag("--bias-correction")
                        .negatable()
                        .text("Let biases take back what rounding the weights does to means, or not. Without it:"
                                + " where weights are per layer.")
                        .to(v -> correctBias = v))
                .add(Argument.flag("--paddle-compat")
                        .text("Repeat PaddleSlim: no bias correction, and mse clips negative values to 0.")
                        .to(v -> paddleCompat = v))
                .add(Argument.of(PaddleWriter.Layout.class, "--layout")
                        .label("FORM")
                        .converter(new WordConverter.OfLayout())
                        .candidates(new WordConverter.Layouts())
                        .text("Files of the result: separate (__model__ and a file for each parameter), combined"
                                + " (__model__, __params__), pdmodel (model.pdmodel, model.pdiparams). Default:"
                                + " separate.")
                        .to(v -> layout = v))
                .add(Argument.of(Path.class, "--report")
                        .label("FILE")
                        .text("Also write an HTML page about thresholds and noise.")
                        .to(v -> report = v))
                .add(Argument.of(int.class, "--measure")
                        .label("N")
                        .text("Samples to measure the noise with, 0 for none. Default: 8.")
                        .to(v -> measure = v))
                .add(Argument.of(int.class, "-t", "--threads")
                        .label("N")
                        .text("Batches to run at the same time; the result does not depend on it. Default: 2.")
                        .to(v -> threads = v))
                .add(Argument.listOf(String.class, "-b", "--backend")
                        .label("NAME")
                        .split(",")
                        .text("Backends to calibrate on, in this order. Without it: every available one, fastest"
                                + " first.")
                        .to(v -> backends = v))
                .with(imageOptions)
                .with(output);
    }

    @Override
    public void run() {
        check();
        var path = modelOptions
                .path()
                .or(() -> output.installation().home().map(h -> h.resolve("models/fashion/model_fp32")))
                .orElseThrow(
                        () -> new ParameterException(output.command(), "no model is named; name one with --model"));
        if (modelOptions.isBundled()) {
            output.note("no --model given, using the bundled "
                    + output.installation().shown(path));
        }
        long start = System.nanoTime();
        log("Load model and set data loader ...");
        var program = PaddlePrograms.read(path, modelOptions.params(), ModelLimits.defaults());
        var model = PaddlePrograms.model(program, PaddlePrograms.imageProfile(path));
        var input = onlyInput(model);
        var profile = imageOptions.profile(model, input, output);
        var data = calibration.batches(PictureSet.of(calibration.paths(), profile), input, output);
        var quantized = new PostTrainingQuantization(options(), this::log).quantize(program, data);
        write(quantized, profile);
        log("The quantized model is saved in " + directory);
        double seconds = (System.nanoTime() - start) / 1e9;
        log("post training quantization finish, and it takes " + seconds + ". ");
        var text = new QuantizationText(quantized.report());
        output.print(text::lines, () -> text.toJson(directory, seconds));
    }

    private void check() {
        if (threads < 1 || measure < 0) {
            throw new ParameterException(
                    output.command(),
                    "--threads is " + threads + ", --measure " + measure + "; expected 1 or more, 0 or more");
        }
        if (!(percentile > 0 && percentile <= 1)) {
            throw new ParameterException(
                    output.command(), "--percentile is " + percentile + "; expected more than 0 and at most 1");
        }
    }

    private QuantizationOptions options() {
        var preset = switch (target) {
            case RKNPU -> QuantizationOptions.rockchip();
            case ARM -> QuantizationOptions.arm();
        };
        boolean perChannel = weights == null ? preset.perChannel() : weights == Weights.PER_CHANNEL;
        return preset.withAlgorithm(thresholds())
                .withPerChannel(perChannel)
                .withFoldBatchNorm(foldBatchNorm == null ? preset.foldBatchNorm() : foldBatchNorm)
                .withEqualize(equalize)
                .withCorrectBias(correctBias == null ? !perChannel && !paddleCompat : correctBias)
                .withThreads(threads)
                .withBackends(backends)
                .withMeasuredSamples(measure);
    }

    private ThresholdAlgorithm thresholds() {
        return switch (algorithm) {
            case KL -> KullbackLeibler.CURRENT;
            case KL_2_0 -> KullbackLeibler.SLIM_2_0;
            case HIST -> new Percentile(percentile);
            case MSE -> new MeanSquaredError(paddleCompat);
            case AVG -> new Average();
            case ABS_MAX -> new AbsMax();
            case MIN_MAX -> new MinMax();
        };
    }

    private static Endpoint onlyInput(Model model) {
        if (model.inputs().size() != 1) {
            throw new TouchstoneException(model.name() + ": takes "
                    + model.inputs().size() + " inputs " + model.inputs()
                    + ", but quantize feeds one; models of several inputs are quantized through the Java interface");
        }
        return model.inputs().getFirst();
    }

    private void log(String line) {
        output.command()
                .getErr()
                .println(LocalDateTime.now(ZoneId.systemDefault()).format(TIME) + "-INFO: " + line);
        output.command().getErr().flush();
    }

    private void write(QuantizedModel quantized, ImageProfile profile) {
        Program program = quantized.program();
        var target = layout == PaddleWriter.Layout.PDMODEL ? directory.resolve("model") : directory;
        PaddleWriter.write(program, target, layout);
        ImageProfileText.write(directory, profile);
        Optional.ofNullable(report).ifPresent(file -> {
            try {
                QuantizationPage.of(quantized.report()).write(file);
            } catch (IOException e) {
                throw new UserFileException(file, "cannot be written (" + e.getMessage() + ")", e);
            }
        });
    }
}
