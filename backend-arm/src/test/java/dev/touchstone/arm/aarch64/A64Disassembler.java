package dev.touchstone.arm.aarch64;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What binutils reads in AArch64 code. */
public final class A64Disassembler {
    private static final Path OBJDUMP = Path.of("/usr/bin/aarch64-linux-gnu-objdump");

    private A64Disassembler() {}

    /** One line for each instruction; skips the test where there is no disassembler. */
    public static List<String> read(Path directory, byte[] code) {
        assumeTrue(Files.isExecutable(OBJDUMP), OBJDUMP + " (package binutils-aarch64-linux-gnu) is not installed");
        try {
            var file = Files.write(directory.resolve("code.bin"), code);
            var process = new ProcessBuilder(
                            OBJDUMP.toString(),
                            "-D",
                            "-z",
                            "-b",
                            "binary",
                            "-m",
                            "aarch64",
                            "--no-show-raw-insn",
                            file.toString())
                    .redirectErrorStream(true)
                    .start();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(text).isZero();
            return text.lines()
                    .filter(line -> line.matches("\\s+[0-9a-f]+:\\s.*"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip().replaceAll("\\s+", " "))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
