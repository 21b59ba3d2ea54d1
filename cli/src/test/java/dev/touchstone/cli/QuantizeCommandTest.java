package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizeCommandTest {
    private static final String DRAWN =
            Checkout.ROOT.resolve("models/fashion/drawn").toString();
    private static final String DATA = DRAWN + "/calibration.npy";

    @TempDir
    private Path directory;

    private Cli quantize(String... more) {
        var arguments = new ArrayList<>(List.of(
                "quantize",
                "--data",
                DATA,
                "--output",
                directory.resolve("int8").toString()));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray(String[]::new));
    }

    private double accuracy(String precision) {
        var cli = Cli.run(
                "eval",
                "--model",
                directory.resolve("int8").toString(),
                "--data",
                DRAWN + "/evaluation.npy",
                "--list",
                DRAWN + "/evaluation_labels.npy",
                "--precision",
                precision,
                "--batch",
                "50");
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        return Double.parseDouble(cli.outLines().getLast().replaceAll(".*test_acc1 ([0-9.]+),.*", "$1"));
    }

    @Test
    void saysTheStagesAsPaddleSlimDoes() {
        var cli = quantize("--measure", "0");

        assertThat(cli.exitCode()).isZero();
        var time = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3}-INFO: ";
        assertThat(cli.notes().getFirst())
                .isEqualTo("touchstone: no --model given, using the bundled models/fashion/model_fp32");
        assertThat(cli.notes().subList(1, cli.notes().size()))
                .allSatisfy(l -> assertThat(l).matches(time + ".*"));
        assertThat(cli.notes().stream().skip(1).map(l -> l.replaceFirst(time, "")))
                .startsWith(
                        "Load model and set data loader ...",
                        "Optimize FP32 model ...",
                        "Collect quantized variable names ...",
                        "Preparation stage ...",
                        "Run batch: 0",
                        "Run batch: 5",
                        "Finish preparation stage, all batch:10",
                        "Sampling stage ...",
                        "Run batch: 0",
                        "Run batch: 5",
                        "Finish sampling stage, all batch: 10",
                        "Calculate KL threshold ...",
                        "Update the program ...",
                        "The quantized model is saved in " + directory.resolve("int8"));
        assertThat(cli.notes().getLast())
                .matches(time + "post training quantization finish, and it takes [0-9.E-]+\\. ");
    }

    @Test
    void theResultIsWithinEightyColumnsAndEndsWithWhatStayedFloat() {
        var cli = quantize();

        assertThat(cli.outLines()).allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(80));
        assertThat(cli.outLines())
                .startsWith(
                        "model_fp32: everything, weights per layer; thresholds by KL over 10 batches",
                        "folded batch norms: 9, equalized pairs: 0, corrected biases: 10")
                .endsWith("Left float: nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kl", "kl-2.0", "hist", "mse", "avg", "abs-max", "ABS_MAX"})
    void theQuantizedModelIsRightNearlyAsOftenAsTheFloatOne(String algorithm) {
        assertThat(quantize("--algorithm", algorithm, "--measure", "0").exitCode())
                .isZero();

        // The float model has 0.99.
        assertThat(accuracy("full-int8")).isGreaterThanOrEqualTo(0.97);
        assertThat(accuracy("cpu-int8")).isGreaterThanOrEqualTo(0.97);
        assertThat(accuracy("float")).isGreaterThanOrEqualTo(0.97);
    }

    @Test
    void theArmTargetQuantizesProductsOnlyPerChannelAndSaysWhatItLeft() {
        var cli = quantize("--target", "arm");

        assertThat(cli.outLines().getFirst())
                .isEqualTo(
                        "model_fp32: convolutions and products, weights per channel; thresholds by KL over 10 batches");
        assertThat(cli.outLines()).contains("  c1.relu (relu): this target quantizes convolutions and products only");
        assertThat(accuracy("cpu-int8")).isGreaterThanOrEqualTo(0.97);
    }

    @ParameterizedTest
    @ValueSource(strings = {"separate", "combined", "pdmodel"})
    void everyLayoutIsReadAgainWithItsPictureProfile(String layout) {
        quantize("--layout", layout, "--measure", "0");

        var cli = Cli.run(
                "classify",
                "--model",
                directory.resolve("int8").toString(),
                "--image",
                DRAWN + "/samples/09_ankle_boot.png",
                "--repeat",
                "1");

        assertThat(cli.outLines().get(2)).startsWith("Top0 Ankle boot - 0.");
    }

    @Test
    void theSameCallWritesTheSameBytes() throws IOException {
        quantize("--layout", "combined", "--threads", "1");
        byte[] program = Files.readAllBytes(directory.resolve("int8/__model__"));
        byte[] parameters = Files.readAllBytes(directory.resolve("int8/__params__"));

        quantize("--layout", "combined", "--threads", "3");

        assertThat(directory.resolve("int8/__model__")).hasBinaryContent(program);
        assertThat(directory.resolve("int8/__params__")).hasBinaryContent(parameters);
    }

    @Test
    void writesAPageAndOneJsonObject() {
        var page = directory.resolve("page.html");

        var cli = quantize("--json", "--report", page.toString());

        assertThat(cli.out()).startsWith("{\n  \"model\": \"model_fp32\",\n").endsWith("}\n");
        assertThat(cli.out()).contains("\"threshold\": ", "\"ownDecibels\": ", "\"leftFloat\": [],");
        assertThat(page).content().contains("<title>Quantization of model_fp32</title>");
    }

    @Test
    void aQuantizedModelIsRefused() {
        var model = Checkout.ROOT.resolve("models/fashion/model_int8");

        var cli = quantize("--model", model.toString());

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err())
                .contains("touchstone: " + model.resolve("__model__")
                        + ": is quantized already (it holds fake_quantize_moving_average_abs_max); give the float32"
                        + " model it was made from");
    }

    @Test
    void dataThatAreNoInputsAreRefused() {
        var labels = DRAWN + "/calibration_labels.npy";

        var cli = Cli.run("quantize", "--data", labels, "--output", directory.toString());

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err())
                .contains(labels + ": holds uint8[100]; expected float32 inputs, or uint8 pictures [n, 28, 28, 1]");
    }

    @Test
    void unknownWordsAreExplained() {
        var cli = quantize("--algorithm", "best");

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).contains("'best' is not known; expected kl, kl-2.0, hist, mse, avg, abs-max, min-max");
    }
}
