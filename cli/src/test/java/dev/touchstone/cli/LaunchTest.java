package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts Java as the script does, with everything on the module path and nothing on the class path. */
class LaunchTest {
    private static final Pattern OURS =
            Pattern.compile(".*(/target/classes|/(touchstone|picocli|protobuf-java|flatbuffers-java|j2html"
                    + "|jackson-(annotations|core|databind))-[^/]*\\.jar)");

    private static final String NATIVE_ACCESS = "--enable-native-access=dev.touchstone.runtime";

    @TempDir
    private Path directory;

    @Test
    void findsReaderAndBackendOnAStrictModulePath() throws IOException, InterruptedException {
        var cli = launch("-Dtouchstone.home=" + Checkout.ROOT, "classify", "--warmup", "0", "--repeat", "1");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.out()).contains("Top0 Ankle boot - 0.9");
        assertThat(cli.notes())
                .containsExactly(
                        "touchstone: no --image given, using the bundled"
                                + " models/fashion/drawn/samples_large/09_ankle_boot.png",
                        "touchstone: no --model given, using the bundled models/fashion/model_int8");
    }

    @Test
    void runsABackendInAProcessOfItsOwn() throws IOException, InterruptedException {
        var cli = launch(NATIVE_ACCESS, "run", "--model", model(), "--backend", "reference@process");

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.out())
                .isEqualTo(launch("-Dx=y", "run", "--model", model()).out());
        assertThat(cli.notes()).isEmpty();
    }

    @Test
    void lendsABackendThroughTheHostCommand() throws IOException, InterruptedException {
        var host = "reference@command:'" + Path.of(System.getProperty("java.home"), "bin", "java") + "' "
                + NATIVE_ACCESS + " --module-path '" + modulePath()
                + "' --module dev.touchstone.cli/dev.touchstone.cli.Touchstone host";
        var cli = launch(NATIVE_ACCESS, "run", "--model", model(), "--backend", host);

        assertThat(cli.exitCode()).isZero();
        assertThat(cli.out())
                .isEqualTo(launch("-Dx=y", "run", "--model", model()).out());
        assertThat(cli.notes()).isEmpty();
    }

    @Test
    void holdsABackendOfAJarInAProcessOfItsOwnAgainstTheSuite() throws IOException, InterruptedException {
        var jar = TemplateJar.right(directory).toString();
        var cli = launch(
                NATIVE_ACCESS, "conform", "--jar", jar, "--backend", "template@process", "--rules", "relu/U1,spi/*");

        assertThat(cli.outLines().getLast()).matches("template@process proves \\d+ of \\d+ rules");
        assertThat(cli.exitCode()).isZero();
    }

    @Test
    void holdsABackendAtTheEndOfACommandAgainstTheSuite() throws IOException, InterruptedException {
        var host = "reference@command:'" + Path.of(System.getProperty("java.home"), "bin", "java") + "' "
                + NATIVE_ACCESS + " --module-path '" + modulePath()
                + "' --module dev.touchstone.cli/dev.touchstone.cli.Touchstone host";
        var cli = launch(NATIVE_ACCESS, "conform", "--backend", host, "--rules", "softmax/*,spi/*");

        assertThat(cli.outLines().getLast()).contains(" proves ").doesNotContain("FAILS");
        assertThat(cli.exitCode()).isZero();
    }

    @Test
    void handsTheExitCodeToTheShell() throws IOException, InterruptedException {
        assertThat(launch("-Dx=y", "nonsense").exitCode()).isEqualTo(1);
        assertThat(launch("-Dx=y", "inspect", "--model", "/none").exitCode()).isEqualTo(2);
    }

    /** The input alone, 20,000 pictures, takes the 64 MiB. */
    @Test
    void saysThatMemoryRanOut() throws IOException, InterruptedException {
        var cli = launch("-Xmx64m", "run", "--model", model(), "--shape", "image=20000x1x28x28");

        assertThat(cli.exitCode()).isEqualTo(70);
        assertThat(cli.notes())
                .last()
                .asString()
                .matches("touchstone: not enough memory: the Java heap may have \\d+ MiB; allow more with"
                        + " TOUCHSTONE_JAVA_OPTIONS=-Xmx4g");
    }

    private static String model() {
        return Checkout.ROOT.resolve("models/fashion/model_int8").toString();
    }

    private Cli launch(String option, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "--enable-native-access=dev.touchstone.backend.arm",
                "--module-path",
                modulePath(),
                "--module",
                "dev.touchstone.cli/dev.touchstone.cli.Touchstone"));
        command.addAll(List.of(arguments));
        var out = directory.resolve("out");
        var err = directory.resolve("err");
        int code = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        return new Cli(
                code, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }

    private static String modulePath() {
        return Stream.of("jdk.module.path", "java.class.path")
                .map(p -> System.getProperty(p, ""))
                .flatMap(Pattern.compile(File.pathSeparator)::splitAsStream)
                .filter(p -> OURS.matcher(p).matches())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }
}
