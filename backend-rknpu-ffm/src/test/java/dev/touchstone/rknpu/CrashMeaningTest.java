package dev.touchstone.rknpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The lines are those that the vendor's library printed under emulation. */
final class CrashMeaningTest {
    @Test
    void anExitWithoutADevice() {
        assertThat(CrashMeaning.of(
                        1,
                        List.of(
                                "[     4] Failed to open device: No such file or directory, Try again...",
                                "[     5] _OpenDevice(1206): FATAL: Failed to open device, errno=No such file or"
                                        + " directory.")))
                .contains("the library found no device that it may open: neither /dev/galcore nor"
                        + " /dev/graphics/galcore; 'touchstone doctor rknpu' says why");
    }

    @Test
    void aCrashOfADriverThatDoesNotFit() {
        var meaning =
                "the driver did not take the library's calls, which happens when kernel module and libraries are of"
                        + " different versions; 'touchstone doctor rknpu' compares them";
        assertThat(CrashMeaning.of(139, List.of("12 RKNPU Setup(175): create tensor fail")))
                .contains(meaning);
        assertThat(CrashMeaning.of(
                        134,
                        List.of("[     1] HAL user version 6.4.0.227915", "[     2] HAL kernel version 6.4.3.293908")))
                .contains(meaning);
    }

    @Test
    void knowsNothingOfOtherEnds() {
        assertThat(CrashMeaning.of(1, List.of("out of luck"))).isEmpty();
        assertThat(CrashMeaning.of(139, List.of("0 RKNPU Build(3): fine"))).isEmpty();
        assertThat(CrashMeaning.of(0, List.of("create tensor fail"))).isEmpty();
    }
}
