package dev.touchstone.rknpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.BackendCrashedException;
import dev.touchstone.BackendException;
import dev.touchstone.backend.BackendOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiled networks between one process and the next. The simulator's trace tells what the driver was asked to compile. */
final class CacheAcrossProcessesTest {
    @TempDir
    private Path directory;

    private Path cache() {
        return directory.resolve("cache");
    }

    private void run(String fault, String... more) {
        var settings = List.of(BackendOptions.CACHE_DIRECTORY, cache().toString()).stream()
                .collect(Collectors.toList());
        settings.addAll(List.of(more));
        try (var simulator = IsolatedSimulator.with(
                        "TOUCHSTONE_SIMULATOR_FAULT=" + fault,
                        "TOUCHSTONE_SIMULATOR_TRACE=" + directory.resolve("trace"));
                var backend = simulator.open(settings.toArray(String[]::new));
                var graph = backend.compile(ReluGraph.of())) {
            assertThat(ReluGraph.run(graph)).isEqualTo(ReluGraph.EXPECTED);
        }
    }

    /** One line for each operator that was compiled so far. */
    private List<String> compiled() throws IOException {
        return Files.readAllLines(directory.resolve("trace"));
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(cache())) {
            return files.map(f -> f.getFileName().toString().replaceFirst("rknpu-[0-9a-f]{32}", "rknpu"))
                    .sorted()
                    .toList();
        }
    }

    private Path file(String suffix) throws IOException {
        try (var files = Files.list(cache())) {
            return files.filter(f -> f.toString().endsWith(suffix)).findFirst().orElseThrow();
        }
    }

    @Test
    void theSecondStartCompilesNothing() throws IOException {
        run("");
        assertThat(compiled()).singleElement().asString().startsWith("RELU ");
        run("");
        run("", "rknpu.replay", "true");
        assertThat(compiled()).hasSize(1);
        assertThat(files()).containsExactly("rknpu.nbg", "rknpu.stamp");
    }

    @Test
    void withAStaleStampItIsCompiledAgain() throws IOException {
        run("");
        var stamp = file(".stamp");
        Files.writeString(stamp, Files.readString(stamp).replaceFirst("chip=.*", "chip=rockchip,rk1808"));
        run("");
        assertThat(compiled()).hasSize(2);
        assertThat(Files.readString(stamp)).doesNotContain("chip=rockchip,rk1808");
        run("");
        assertThat(compiled()).hasSize(2);
    }

    @Test
    void aDamagedFileIsAnErrorOfTheBackendAndNoCrash() throws IOException {
        run("");
        Files.write(file(".nbg"), new byte[] {'R', 'K', 'N', 'N'});
        assertThatThrownBy(() -> run(""))
                .isExactlyInstanceOf(BackendException.class)
                .hasMessageStartingWith("backend rknpu: " + file(".nbg") + " is damaged: its SHA-256 is ");
    }

    @Test
    void whereTheLibraryWritesNoFileTheNextStartCompilesAgain() throws IOException {
        run("no-cache-file");
        assertThat(files()).isEmpty();
        run("");
        assertThat(compiled()).hasSize(2);
        assertThat(files()).containsExactly("rknpu.nbg", "rknpu.stamp");
    }

    @Test
    void whatACrashLeavesHalfDoneIsNeitherUsedNorKept() throws IOException {
        // The first run after Build is that of the fixed input, before the file gets its stamp.
        assertThatThrownBy(() -> run("crash-run")).isInstanceOf(BackendCrashedException.class);
        assertThat(files()).singleElement().asString().matches("rknpu\\.nbg\\.\\d+-\\d+");
        run("");
        assertThat(files()).containsExactly("rknpu.nbg", "rknpu.stamp");
    }

    @Test
    void whatAFailureLeavesHalfDoneIsDeletedAtOnce() throws IOException {
        assertThatThrownBy(() -> run("fail-run")).isExactlyInstanceOf(BackendException.class);
        assertThat(files()).isEmpty();
    }
}
