package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code touchstone compile} for the neural processor, on the simulator of its library. */
final class CompileForRknpuTest {
    private static final Path SIMULATOR = Checkout.ROOT.resolve("backend-rknpu-ffm/target/simulator");

    @TempDir
    private Path directory;

    private final Map<String, String> before = new TreeMap<>();

    @BeforeEach
    void useTheSimulator() throws IOException, InterruptedException {
        assumeTrue(
                Files.exists(Path.of("/usr/bin/g++")) || Files.exists(SIMULATOR.resolve("librknpu_ddk.so")),
                "skipped: no g++ to build the simulator with (Debian package g++)");
        var log = directory.resolve("build.log").toFile();
        var script = new ProcessBuilder(
                        Checkout.ROOT.resolve("scripts/build-simulator").toString(), SIMULATOR.toString())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        if (script.waitFor() != 0) {
            abort("skipped: the simulator could not be built: " + Files.readString(log.toPath()));
        }
        set("touchstone.rknpu.library", SIMULATOR.resolve("librknpu_ddk.so").toString());
        set("touchstone.rknpu.device", "none");
        set(
                "touchstone.host.java",
                "env TOUCHSTONE_SIMULATOR_TRACE=" + directory.resolve("trace") + " "
                        + Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    private void set(String name, String value) {
        var old = System.setProperty(name, value);
        before.put(name, old == null ? "" : old);
    }

    @AfterEach
    void putPropertiesBack() {
        before.forEach((name, value) -> {
            if (value.isEmpty()) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    private List<String> compiledOperators() throws IOException {
        return Files.readAllLines(directory.resolve("trace"));
    }

    @Test
    void fillsTheCacheFromWhichTheNextCommandStarts() throws IOException {
        var cache = directory.resolve("cache");
        var first = compile(cache);
        assertThat(first.outLines().getFirst()).matches("model_int8 compiled in \\d+\\.\\d s");
        assertThat(first.outLines().get(1))
                .matches("\\d+ nodes: \\d+ on rknpu isolated \\(pid \\d+\\); subgraphs: 1; transfers: 0, 0 bytes");
        assertThat(first.outLines()).last().isEqualTo("cache: " + cache);
        var operators = compiledOperators();
        assertThat(operators).isNotEmpty();
        var written = written(cache);
        assertThat(written).hasSize(2);

        compile(cache);
        assertThat(compiledOperators()).isEqualTo(operators);
        assertThat(written(cache)).isEqualTo(written);
    }

    private static Cli compile(Path cache) {
        var cli = Cli.run(
                "compile", "--backend", "rknpu", "--strict", "--precision", "full-int8", "--cache", cache.toString());
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        return cli;
    }

    /** The files and their times. */
    private static Map<String, FileTime> written(Path cache) throws IOException {
        var times = new TreeMap<String, FileTime>();
        try (var files = Files.list(cache)) {
            for (var file : files.toList()) {
                times.put(file.getFileName().toString(), Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    @Test
    void aDamagedFileIsAnErrorWithTheRemedy() throws IOException {
        var cache = directory.resolve("cache");
        compile(cache);
        try (var files = Files.list(cache)) {
            for (var file : files.filter(f -> f.toString().endsWith(".nbg")).toList()) {
                Files.writeString(file, "RKNN");
            }
        }
        var cli = Cli.run("compile", "--backend", "rknpu", "--precision", "full-int8", "--cache", cache.toString());
        assertThat(cli.exitCode()).isEqualTo(ExitCode.BACKEND);
        assertThat(String.join(" ", cli.notes()))
                .contains(" is damaged: its SHA-256 is ")
                .contains("; delete it and ");
    }
}
