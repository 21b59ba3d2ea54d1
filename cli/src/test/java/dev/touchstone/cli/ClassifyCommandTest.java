package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassifyCommandTest {
    private static final String MODEL =
            Checkout.ROOT.resolve("models/fashion/model_int8").toString();
    private static final String DRAWN = "models/fashion/drawn/";

    @TempDir
    private Path directory;

    @Test
    void needsNoOptionAndPrintsTheDemosLines() {
        var cli = Cli.run("classify");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.notes())
                .containsExactly(
                        "touchstone: no --image given, using the bundled " + DRAWN + "samples_large/09_ankle_boot.png",
                        "touchstone: no --model given, using the bundled models/fashion/model_int8");
        var number = "\\d+\\.\\d{6}";
        assertThat(cli.outLines()).hasSize(9);
        assertThat(cli.outLines().get(0))
                .matches("warmup: 5 repeat: 10, average: " + number + " ms, max: " + number + " ms, min: " + number
                        + " ms");
        assertThat(cli.outLines().get(1)).isEqualTo("results: 3");
        assertThat(cli.outLines().get(2)).matches("Top0 Ankle boot - 0\\.9\\d{5}");
        assertThat(cli.outLines().get(3)).matches("Top1 .+ - " + number);
        assertThat(cli.outLines().get(4)).matches("Top2 .+ - " + number);
        assertThat(cli.outLines().get(5)).matches("Preprocess time: " + number + " ms");
        assertThat(cli.outLines().get(6)).matches("Prediction time: " + number + " ms");
        assertThat(cli.outLines().get(7)).matches("Postprocess time: " + number + " ms");
        assertThat(cli.outLines().get(8)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "00_t_shirt_top, T-shirt/top", "01_trouser, Trouser", "02_pullover, Pullover", "03_dress, Dress",
        "04_coat, Coat", "05_sandal, Sandal", "06_shirt, Shirt", "07_sneaker, Sneaker",
        "08_bag, Bag", "09_ankle_boot, Ankle boot"
    })
    void recognisesEveryDrawnPictureInBothSizes(String picture, String label) {
        var large = Checkout.ROOT.resolve(DRAWN + "samples_large/" + picture + ".png");
        var small = Checkout.ROOT.resolve(DRAWN + "samples/" + picture + ".png");

        var cli = Cli.run(
                "classify", "--image", large.toString(), "--image", small.toString(), "--warmup", "0", "--repeat", "1");

        var top = cli.outLines().stream().filter(l -> l.startsWith("Top0 ")).toList();
        assertThat(top).hasSize(2).allSatisfy(l -> assertThat(l).startsWith("Top0 " + label + " - 0."));
        assertThat(cli.outLines()).contains("image: " + large, "image: " + small);
    }

    /** The probability is native Paddle's, from the drawn set's golden: int8 sample 9, to four decimals. */
    @Test
    void givesNativePaddlesProbabilityInFloat() {
        var picture = Checkout.ROOT.resolve(DRAWN + "samples/09_ankle_boot.png").toString();

        var cli = Cli.run("classify", "--image", picture, "--precision", "float", "--repeat", "1");

        assertThat(cli.outLines().get(2)).startsWith("Top0 Ankle boot - 0.9994");
    }

    @Test
    void writesOneJsonObject() {
        var cli = Cli.run("classify", "--json", "--top", "1", "--repeat", "2", "--warmup", "0");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.out())
                .startsWith("{\n  \"model\": \"model_int8\",\n  \"precision\": \"full-int8\",")
                .contains("\"class\": 9,", "\"label\": \"Ankle boot\",", "\"repeat\": 2,")
                .endsWith("}\n");
    }

    @Test
    void addsALineForEachRunWhenVerbose() {
        var cli = Cli.run("classify", "--verbose", "--repeat", "2", "--warmup", "0");

        assertThat(cli.outLines().get(0)).matches("iter 0 cost: \\d+\\.\\d{6} ms");
        assertThat(cli.outLines().get(1)).matches("iter 1 cost: \\d+\\.\\d{6} ms");
        assertThat(cli.err()).contains("touchstone: precision full-int8; ");
    }

    @Test
    void takesLabelsFromAFile() throws IOException {
        var labels = Files.write(directory.resolve("l.txt"), List.of("a", "b"));

        var cli = Cli.run("classify", "--labels", labels.toString(), "--repeat", "1");

        assertThat(cli.outLines().get(2)).startsWith("Top0 Unknown - 0.9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--top 0 | --top is 0; expected 1 or more",
                "--repeat 0 | --repeat is 0; expected 1 or more",
                "--warmup -1 | --warmup is -1; expected 0 or more",
                "--threads 0 | --threads is 0; expected 1 or more",
                "--channels 2 | --channels is 2; expected 1 or 3",
                "--channels 3 | --mean has 1 numbers, but the input has 3 channels; give one for each",
                "--std 1,2 | --std has 2 numbers, but the input has 1 channel; give one for each",
                "--std 0 | --std is [0.0]; expected finite numbers other than 0",
                "--mean NaN | --mean is [NaN]; expected finite numbers",
                "--params x | --params is given without --model",
                "--size 0 | Invalid value for option '--size': '0' is no size; expected 224 or 224x320, each from 1 to"
                        + " 8192",
                "--resize fit | Invalid value for option '--resize': 'fit' is no resize rule; expected stretch,"
                        + " center-crop",
                "--precision int4 | Invalid value for option '--precision': 'int4' is no precision; expected float,"
                        + " cpu-int8, full-int8",
                "--power-mode turbo | Invalid value for option '--power-mode': 'turbo' is no power mode; expected high,"
                        + " low, full, no-bind, rand-high, rand-low"
            })
    void refusesWrongUsageWithExitCodeOne(String arguments, String message) {
        var cli = Cli.run(("classify " + arguments).split(" "));

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).contains("touchstone classify: " + message + System.lineSeparator());
    }

    @Test
    void asksForAPictureWhenTheModelIsAnother() {
        var cli = Cli.run("classify", "--model", MODEL);

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.notes().getFirst())
                .isEqualTo("touchstone classify: no picture is named; give one with --image (the bundled one only suits"
                        + " the bundled model)");
    }

    @Test
    void saysWhatToDoWithoutACheckout() {
        var picture =
                Checkout.ROOT.resolve(DRAWN + "samples/00_t_shirt_top.png").toString();

        assertThat(Cli.runWithoutHome("classify").notes().getFirst())
                .isEqualTo("touchstone classify: no picture is named; give one with --image");
        assertThat(Cli.runWithoutHome("classify", "--image", picture).notes().getFirst())
                .isEqualTo("touchstone classify: no model is named, and no bundled one is known because touchstone was"
                        + " not started by its script; name one with --model");
    }

    @Test
    void refusesAFileThatIsNoPictureWithExitCodeTwo() throws IOException {
        var file = Files.writeString(directory.resolve("x.png"), "hello");

        var cli = Cli.run("classify", "--image", file.toString());

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.notes())
                .contains(
                        "touchstone: " + file + ": is neither PNG nor JPEG, and as raw float32 image of 28 x 28 x 1 it"
                                + " would have 3136 bytes, not 5");
    }

    @Test
    void refusesABackendThatIsNotThereWithExitCodeThree() {
        var cli = Cli.run("classify", "--backend", "vulkan");

        assertThat(cli.exitCode()).isEqualTo(3);
        assertThat(cli.err()).contains("touchstone: backend vulkan: not found; add its jar to the class path");
    }
}
