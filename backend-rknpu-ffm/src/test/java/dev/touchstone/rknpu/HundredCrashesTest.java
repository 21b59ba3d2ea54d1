package dev.touchstone.rknpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.touchstone.BackendCrashedException;
import dev.touchstone.backend.BackendOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is left after a driver has taken a hundred processes with it; on an emulator, where each takes ten seconds, so
 * many as the system property {@value #PROPERTY} says.
 */
final class HundredCrashesTest {
    private static final String PROPERTY = "touchstone.rknpu.test.crashes";
    static final int CRASHES = Integer.getInteger(PROPERTY, 100);
    private static final int EACH = CRASHES / 4;

    @TempDir
    private Path cache;

    @Test
    void leaveNoProcessThreadFileDescriptorOrTemporaryFile() throws IOException {
        crash("crash-run@2", 1); // Loads what stays loaded.
        long before = openFiles();
        crash("crash-run@2", EACH);
        crash("abort-run@2", EACH);
        crash("exit-run@2", EACH);
        crashWithCache("crash-run@3", EACH);

        assertThat(IsolatedSimulator.traces()).isEmpty();
        assertThat(openFiles()).isLessThanOrEqualTo(before);
        try (var files = Files.list(cache)) {
            assertThat(files.map(f -> f.getFileName().toString().replaceFirst("rknpu-[0-9a-f]+", "rknpu")))
                    .containsExactlyInAnyOrder("rknpu.nbg", "rknpu.stamp");
        }
    }

    /** One run that succeeds, and one that does not, in each process. */
    private static void crash(String fault, int cycles) {
        try (var simulator = IsolatedSimulator.failing(fault)) {
            crash(simulator, cycles);
        }
    }

    /** Making the cache takes a run of its own, so that the first process lives shorter than the others. */
    private void crashWithCache(String fault, int cycles) {
        try (var simulator = IsolatedSimulator.failing(fault)) {
            crash(simulator, cycles, BackendOptions.CACHE_DIRECTORY, cache.toString(), "rknpu.replay", "true");
        }
    }

    private static void crash(IsolatedSimulator simulator, int cycles, String... settings) {
        try (var backend = simulator.open(settings);
                var graph = backend.compile(ReluGraph.of())) {
            for (int i = 0; i < cycles; i++) {
                assertThat(ReluGraph.run(graph)).isEqualTo(ReluGraph.EXPECTED);
                assertThatThrownBy(() -> ReluGraph.run(graph)).isInstanceOf(BackendCrashedException.class);
            }
        }
    }

    private static long openFiles() throws IOException {
        var descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors), "skipped: no /proc, so that open files cannot be counted");
        try (var files = Files.list(descriptors)) {
            return files.count();
        }
    }
}
