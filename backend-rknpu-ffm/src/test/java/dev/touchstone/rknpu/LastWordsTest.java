package dev.touchstone.rknpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.touchstone.BackendCrashedException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The lines that say why a driver has ended its process are the last ones, and passed on by another process. */
final class LastWordsTest {
    private static final int TIMES = HundredCrashesTest.CRASHES / 2;

    @Test
    void ofAProcessThatAbortsInBuildAreInTheExceptionEveryTime() {
        for (int i = 0; i < TIMES; i++) {
            try (var simulator = IsolatedSimulator.failing("abort-build");
                    var backend = simulator.open()) {
                var crash = catchThrowableOfType(BackendCrashedException.class, () -> backend.compile(ReluGraph.of()));
                // an emulator has the very last word
                assertThat(crash.lastLines())
                        .filteredOn(line -> !line.startsWith("qemu: uncaught target signal"))
                        .as("process %d of %d", i + 1, TIMES)
                        .isEqualTo(List.of(
                                "simulator: aborts, line 1 of 3",
                                "simulator: aborts, line 2 of 3",
                                "simulator: aborts, line 3 of 3"));
            }
        }
    }
}
