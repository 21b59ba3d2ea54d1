package dev.touchstone.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void saysTaskStepAndTimeInOnePlainLine() {
        assertThat(Progress.line("measuring x", "(3 of 15)", 4)).isEqualTo("touchstone: measuring x (3 of 15) ... 4 s");
        assertThat(Progress.line("reading x", "", 1)).isEqualTo("touchstone: reading x ... 1 s");
    }

    @Test
    void isSilentAboutShortWork() {
        var err = new StringWriter();

        try (var progress = Progress.start(new PrintWriter(err), "reading x")) {
            progress.step(1, 2);
        }

        assertThat(err.toString()).isEmpty();
    }
}
