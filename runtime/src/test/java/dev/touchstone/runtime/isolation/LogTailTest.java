package dev.touchstone.runtime.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LogTailTest {
    private final LogTail log = new LogTail();

    @Test
    void keepsTheLastLinesHoweverTheyArrive() {
        for (int i = 0; i < 1000; i++) {
            log.append("line ");
            log.append(i + "\n");
        }
        assertThat(log.lines()).hasSize(20).startsWith("line 980").endsWith("line 999");
    }

    @Test
    void showsALineThatIsNotFinished() {
        log.append("0 RKNPU Build(12): cache path is empty!");
        assertThat(log.lines()).containsExactly("0 RKNPU Build(12): cache path is empty!");
    }

    @Test
    void cutsEndlessLinesAndShowsOddBytesAsDots() {
        log.append("x".repeat(100_000) + "\n\u001b[31mred\u0007\n");
        assertThat(log.lines()).containsExactly("x".repeat(400), ".[31mred.");
    }

    @Test
    void ofTheVirtualMachinesReportKeepsTheHead() {
        log.append("""
                RKNPU Setup(175): create tensor fail
                #
                # A fatal error has been detected by the Java Runtime Environment:
                #
                #  SIGSEGV (0xb) at pc=0x00007f0a1c, pid=11, tid=12
                #
                # Problematic frame:
                # C  [libOpenVX.so+0x1234]  vxCreateTensor+0x10
                #

                #
                # A fatal error has been detected by the Java Runtime Environment:
                #
                #  SIGSEGV (0xb) at pc=0x00007f0a1c, pid=11, tid=12
                #
                ---------------  S U M M A R Y ------------
                """);
        for (int i = 0; i < 1000; i++) {
            log.append("0x00007f: 00 00 00 " + i + "\n");
        }
        assertThat(log.signal()).isEqualTo("SIGSEGV");
        assertThat(log.lines())
                .containsExactly(
                        "RKNPU Setup(175): create tensor fail",
                        "# A fatal error has been detected by the Java Runtime Environment:",
                        "#  SIGSEGV (0xb) at pc=0x00007f0a1c, pid=11, tid=12",
                        "# Problematic frame:",
                        "# C  [libOpenVX.so+0x1234]  vxCreateTensor+0x10");
    }
}
