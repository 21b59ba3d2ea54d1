package dev.touchstone.rknpu.ddk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class StandardErrorTest {
    /** As native code does, past what Java may have put in the place of {@code System.err}. */
    private static int write(String text) {
        try {
            new FileOutputStream(FileDescriptor.err).write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return 7;
    }

    private static long openFiles() throws IOException {
        var descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors), "skipped: no /proc, so that open files cannot be counted");
        try (var files = Files.list(descriptors)) {
            return files.count();
        }
    }

    @Test
    void givesTheResultAndWhatWasWritten() {
        var text = "12 RKNPU Build(79): a line\nand one that does not end ".repeat(3000);
        assertThat(StandardError.during(() -> write(text))).isEqualTo(new StandardError.Captured(7, text));
        assertThat(StandardError.during(() -> 0)).isEqualTo(new StandardError.Captured(0, ""));
    }

    @Test
    void leavesNoProcessAndNoDescriptor() throws IOException {
        StandardError.during(() -> 0);
        long before = openFiles();
        for (int i = 0; i < 20; i++) {
            StandardError.during(() -> write("."));
            assertThatThrownBy(() -> StandardError.during(() -> {
                        throw new IllegalArgumentException("thrown inside");
                    }))
                    .hasMessage("thrown inside");
        }
        assertThat(openFiles()).isLessThanOrEqualTo(before);
        assertThat(ProcessHandle.current().children()).isEmpty();
    }
}
