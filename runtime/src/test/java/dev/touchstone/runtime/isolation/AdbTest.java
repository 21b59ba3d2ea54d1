package dev.touchstone.runtime.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.touchstone.BackendCrashedException;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A device behind adb: the command that adb would carry out there is carried out here, in a terminal as old daemons make
 * it, and without one as new ones do.
 */
final class AdbTest {
    private static final Path SCRIPT = Path.of("/usr/bin/script");

    @TempDir
    private Path directory;

    private IsolatedProvider provider(List<String> shell) throws Exception {
        var touchstone = directory.resolve("touchstone");
        Files.writeString(
                touchstone,
                "#!/bin/sh\nexec "
                        + TestHost.words(directory).stream()
                                .map(w -> "'" + w + "'")
                                .collect(Collectors.joining(" "))
                        + "\n");
        touchstone.toFile().setExecutable(true);
        var place = Place.parse("adb:0123" + touchstone);
        var words = new ArrayList<>(shell);
        words.add(HostCommand.of(place, null).words().getLast());
        if (shell.getFirst().equals(SCRIPT.toString())) {
            words.add("/dev/null");
        }
        return new IsolatedProvider("faulty@adb", "faulty", place, new HostCommand(words, false), null);
    }

    private void computesAndCrashes(IsolatedProvider provider) {
        // Every byte value, so that a terminal that changed one would show.
        var values = new float[4096];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(i * 0x00101_011);
        }
        var input = Tensor.of(values, 4096);
        try (var backend = provider.open(TestHost.options("fault", "HALT"));
                var graph = backend.compile(TestHost.identity(4096))) {
            var result = Tensor.allocate(TensorType.float32(4096));
            graph.run(List.of(input), List.of(result), RunMonitor.NONE);
            assertThat(result.segment().mismatch(input.segment())).isEqualTo(-1);

            values[0] = FaultyProvider.TRIGGER;
            assertThatThrownBy(() -> graph.run(List.of(input), List.of(result), RunMonitor.NONE))
                    .isInstanceOf(BackendCrashedException.class);
        }
        assertThat(TestHost.traces()).isEmpty();
    }

    @Test
    void isReachedWithoutATerminal() throws Exception {
        computesAndCrashes(provider(List.of("sh", "-c")));
    }

    @Test
    void isReachedThroughATerminal() throws Exception {
        assumeTrue(Files.isExecutable(SCRIPT), "skipped: no " + SCRIPT + " (Debian package bsdutils)");
        computesAndCrashes(provider(List.of(SCRIPT.toString(), "--quiet", "--return", "--echo", "never", "--command")));
    }
}
