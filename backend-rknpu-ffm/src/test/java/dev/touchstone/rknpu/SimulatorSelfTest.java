package dev.touchstone.rknpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The simulator against numbers worked out by hand: its own test program, in C++. */
class SimulatorSelfTest {
    @Test
    void computesWhatWasWorkedOutByHand() throws IOException, InterruptedException {
        assumeFalse(
                System.getProperty(TestLibrary.PROPERTY) != null,
                "skipped: the script that gave the library has run its self-test");
        Path program = TestLibrary.file().resolveSibling("selftest");
        Process selfTest = new ProcessBuilder(program.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(selfTest.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(selfTest.waitFor()).as(said).isZero();
        assertThat(said).containsPattern("checks, 0 failed");
    }
}
