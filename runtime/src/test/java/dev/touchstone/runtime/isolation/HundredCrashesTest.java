package dev.touchstone.runtime.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.BackendException;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left after a hundred processes were lost. */
final class HundredCrashesTest {
    @TempDir
    private Path directory;

    private static long openFiles() throws IOException {
        var descriptors = Path.of("/proc/self/fd");
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Files.isDirectory(descriptors), "skipped: no /proc, so that open files cannot be counted");
        try (var files = Files.list(descriptors)) {
            return files.count();
        }
    }

    @Test
    void leaveNoProcessThreadFileDescriptorOrTemporaryFile() throws IOException {
        var provider = TestHost.local(directory);
        crash(provider, "EXIT", 1); // Loads what stays loaded.
        long before = openFiles();
        var kinds = List.of("EXIT", "HALT", "ABORT", "KILL", "RUIN");
        for (int i = 0; i < kinds.size(); i++) {
            crash(provider, kinds.get(i), 20);
        }

        assertThat(TestHost.traces()).isEmpty();
        assertThat(openFiles()).isLessThanOrEqualTo(before);
        try (var files = Files.list(Path.of(System.getProperty("user.dir")))) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .noneMatch(f -> f.startsWith("hs_err") || f.startsWith("core"));
        }
    }

    private static void crash(IsolatedProvider provider, String fault, int cycles) {
        try (var backend = provider.open(TestHost.options("fault", fault));
                var graph = backend.compile(TestHost.relu())) {
            var result = Tensor.allocate(TensorType.float32(3));
            for (int i = 0; i < cycles; i++) {
                assertThatThrownBy(() -> graph.run(
                                List.of(TestHost.input(FaultyProvider.TRIGGER, 0, 0)),
                                List.of(result),
                                RunMonitor.NONE))
                        .isInstanceOf(BackendException.class);
                graph.run(List.of(TestHost.input(i + 100, -i, 1)), List.of(result), RunMonitor.NONE);
                assertThat(result.toFloats()).containsExactly(i + 100, 0, 1);
            }
        }
    }
}
