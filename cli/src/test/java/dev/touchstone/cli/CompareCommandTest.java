package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
    private static final String SAMPLE = Checkout.ROOT
            .resolve("models/fashion/drawn/samples/09_ankle_boot.png")
            .toString();

    @Test
    void findsNothingBetweenTwoRunsOfOneWay() {
        var cli = Cli.run("compare", "--image", SAMPLE);

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out()).containsPattern("All \\d+ tensors are equal, bit for bit\\.");
        assertThat(cli.outLines()).allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void tellsWhatInt8CostsAndWhichNodesRoundThemselves() {
        var cli = Cli.run("compare", "--precision", "float", "--other-precision", "full-int8", "--image", SAMPLE);

        assertThat(cli.outLines())
                .contains(
                        "first     model_int8 on reference in float",
                        "second    model_int8 on reference in full-int8",
                        "Same best class: 100.0 %; of the best five: 60.0 %.");
        assertThat(cli.out()).containsPattern("\\d+ of \\d+ tensors differ; the first is ");
        assertThat(cli.outLines()).allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void comparesTwoModelFiles() {
        var cli = Cli.run(
                "compare",
                "--model",
                Checkout.ROOT.resolve("models/fashion/model_fp32").toString(),
                "--other-model",
                Checkout.ROOT.resolve("models/fashion/model_int8").toString(),
                "--json",
                "--image",
                SAMPLE);

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("\"equal\": false", "\"topOne\": 1.0", "\"accumulated\": {");
    }

    @Test
    void writesAPage(@TempDir Path directory) throws IOException {
        var page = directory.resolve("page.html");
        var cli = Cli.run("compare", "--other-precision", "cpu-int8", "--image", SAMPLE, "--html", page.toString());

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(Files.readString(page)).contains("Where it differs", "Every tensor", "<svg");
    }
}
