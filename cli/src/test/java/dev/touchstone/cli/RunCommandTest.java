package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.cli.tensor.Npy;
import dev.touchstone.cli.tensor.TensorFiles;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunCommandTest {
    @TempDir
    private Path directory;

    @Test
    void fillsInputsAndSummarisesOutputs() {
        var cli = Cli.run("run");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.outLines()).hasSize(3);
        assertThat(cli.outLines().get(0)).isEqualTo("prob: float32[1, 10]");
        assertThat(cli.outLines().get(1)).matches("  min \\S+, mean \\S+, max \\S+");
        assertThat(cli.outLines().get(2)).matches("  sha256 [0-9a-f]{64}");
        assertThat(Cli.run("run").out()).isEqualTo(cli.out());
    }

    @Test
    void powerModesChangeNoResult() {
        assertThat(Cli.run("run", "--power-mode", "HIGH").out())
                .isEqualTo(Cli.run("run", "--power-mode", "no-bind").out());
    }

    @Test
    void writesOutputsThatAgreeWithTheSummary() {
        var out = directory.resolve("a/b");

        var cli = Cli.run("run", "--output-dir", out.toString(), "--shape", "image=2x1x28x28", "--precision", "float");

        assertThat(cli.outLines().getFirst()).isEqualTo("prob: float32[2, 10]");
        var written = TensorFiles.read(out.resolve("prob.npy"), TensorType.float32(2, 10));
        double sum = 0;
        for (float p : written.floats()) {
            sum += p;
        }
        assertThat(sum).isCloseTo(2, org.assertj.core.data.Offset.offset(1e-5));
    }

    @Test
    void readsInputsFromFilesWhoseShapeCounts() {
        var file = directory.resolve("x.npy");
        Npy.write(file, Tensor.of(new float[3 * 28 * 28], 3, 1, 28, 28));

        var cli = Cli.run("run", "--input", "image=" + file);

        assertThat(cli.outLines().getFirst()).isEqualTo("prob: float32[3, 10]");
    }

    @Test
    void writesOneJsonObject() {
        var cli = Cli.run("run", "--json");

        assertThat(cli.out())
                .startsWith("{\n  \"model\": \"model_int8\",")
                .contains("\"name\": \"prob\"", "\"shape\": [1, 10]", "\"name\": \"image\"", "\"sha256\": \"")
                .endsWith("}\n");
    }

    @Test
    void givesEveryOutputAFileNameWithoutSlashes() {
        assertThat(RunCommand.fileName("save_infer_model/scale_0")).isEqualTo("save_infer_model_scale_0.npy");
        assertThat(RunCommand.fileName("a\\b\u0000c")).isEqualTo("a_b_c.npy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--input data=x.npy | --input names the input 'data', which the model does not have; it takes [image:"
                        + " float32[?, 1, 28, 28]]",
                "--shape data=1 | --shape names the input 'data', which the model does not have; it takes [image:"
                        + " float32[?, 1, 28, 28]]",
                "--shape image=1xx | Invalid value for option '--shape' (NAME=NxN): '1xx' is no shape; expected extents"
                        + " like 1x3x224x224"
            })
    void refusesWrongUsageWithExitCodeOne(String arguments, String message) {
        var cli = Cli.run(("run " + arguments).split(" "));

        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err()).contains("touchstone run: " + message + System.lineSeparator());
    }

    @Test
    void refusesAnInputOfTheWrongShapeWithExitCodeTwo() {
        var cli = Cli.run("run", "--shape", "image=1x3x28x28");

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("input image is float32[1, 3, 28, 28]; expected float32[?, 1, 28, 28]");
    }

    @Test
    void refusesADirectoryThatCannotBeMade() throws java.io.IOException {
        var file = Files.createFile(directory.resolve("file"));

        var cli = Cli.run("run", "--output-dir", file.toString());

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).contains("touchstone: " + file + ": cannot be made (" + file + ")");
    }
}
