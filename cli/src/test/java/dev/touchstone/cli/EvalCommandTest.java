package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalCommandTest {
    private static final Path DRAWN = Checkout.ROOT.resolve("models/fashion/drawn");

    @TempDir
    private Path directory;

    private Path list(String... lines) throws IOException {
        return Files.write(directory.resolve("list.txt"), List.of(lines));
    }

    private static Cli eval(Path data, Path list, String... more) {
        var arguments = new ArrayList<>(List.of("eval", "--data", data.toString(), "--list", list.toString()));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray(String[]::new));
    }

    /** 198 of 200 are right in native Paddle too, as the README of the drawn pictures says. */
    @Test
    void countsAsNativePaddleDoes() {
        var cli = eval(DRAWN.resolve("evaluation.npy"), DRAWN.resolve("evaluation_labels.npy"), "--precision", "float");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.outLines()).hasSize(2);
        assertThat(cli.outLines().get(0)).matches("Testbatch 0, acc1 [01]\\.\\d+, acc5 1\\.0, time \\d+\\.\\d\\d sec");
        assertThat(cli.outLines().get(1)).isEqualTo("End test: test_acc1 0.99, test_acc5 1.0");
    }

    @Test
    void saysEveryTenthBatch() {
        var cli = eval(DRAWN.resolve("evaluation.npy"), DRAWN.resolve("evaluation_labels.npy"), "--batch", "9");

        // 200 pictures are 23 batches, the last one of two.
        assertThat(cli.outLines().stream().map(l -> l.replaceFirst(",.*", "")))
                .containsExactly("Testbatch 0", "Testbatch 10", "Testbatch 20", "End test: test_acc1 0.99");
    }

    @Test
    void readsPicturesOfAListAndTellsWhatWasTakenForWhat() throws IOException {
        // The second line lies: it shows a trouser.
        var list = list("00_t_shirt_top.png 0", "01_trouser.png 9", "09_ankle_boot.png\t9");

        var cli = eval(DRAWN.resolve("samples"), list, "--json");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.out())
                .contains("\"samples\": 3,", "\"acc1\": 0.6666666666666666,", "\"acc5\": ")
                .contains("""
                              "class": 9,
                              "label": "Ankle boot",
                              "predicted": 1,
                              "predictedLabel": "Trouser",
                              "count": 1
                        """.replaceAll("(?m)^ +", "      "));
    }

    @Test
    void classesAreNumbersOfTheModel() throws IOException {
        var cli = eval(DRAWN.resolve("samples"), list("00_t_shirt_top.png 10"));

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err())
                .contains("list.txt: " + DRAWN.resolve("samples/00_t_shirt_top.png")
                        + " is of class 10, but the model knows classes 0..9");
    }

    @Test
    void linesOfTheListAreChecked() throws IOException {
        assertThat(eval(DRAWN.resolve("samples"), list("00_t_shirt_top.png 0", "picture.png"))
                        .err())
                .contains("list.txt: line 2 is 'picture.png'; expected a path, a blank and a class");
        assertThat(eval(DRAWN.resolve("samples"), list("00_t_shirt_top.png zero"))
                        .err())
                .contains("list.txt: line 1 has the class 'zero'; expected a number from 0");
        assertThat(eval(DRAWN.resolve("samples"), list("")).err()).contains("list.txt: names no picture");
        assertThat(eval(DRAWN.resolve("evaluation.npy"), list("1", "2")).err())
                .contains("list.txt: has 2 classes for the 200 inputs of " + DRAWN.resolve("evaluation.npy"));
    }

    @Test
    void partsOfAWholeAreWrittenAsInPython() {
        assertThat(List.of(0.0, 1.0, 0.75, 2.0 / 3, 0.0005, 1e-5))
                .extracting(Accuracy::python)
                .containsExactly("0.0", "1.0", "0.75", "0.6666666666666666", "0.0005", "0.00001");
    }
}
