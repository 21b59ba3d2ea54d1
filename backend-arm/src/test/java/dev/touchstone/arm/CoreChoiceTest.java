package dev.touchstone.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoreChoiceTest {
    @TempDir
    private Path cpus;

    private void core(int number, String file, String value) throws IOException {
        var path = cpus.resolve("cpu" + number).resolve(file);
        Files.createDirectories(path.resolveSibling("."));
        Files.writeString(path, value + "\n");
    }

    @Test
    void bindsToTheFastOrTheSlowCores() throws IOException {
        for (int i = 0; i < 4; i++) {
            core(i, "cpu_capacity", "446");
        }
        core(4, "cpu_capacity", "1024");
        core(5, "cpu_capacity", "1024");
        assertThat(CoreChoice.of("HIGH", cpus).cores()).containsExactly(4, 5);
        assertThat(CoreChoice.of("RAND_HIGH", cpus).cores()).containsExactly(4, 5);
        assertThat(CoreChoice.of("LOW", cpus).cores()).containsExactly(0, 1, 2, 3);
        assertThat(CoreChoice.of("FULL", cpus).cores()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(CoreChoice.of("NO_BIND", cpus).cores()).isEmpty();
        assertThat(CoreChoice.of("HIGH", cpus).fact()).isEqualTo("threads are bound to [4, 5]");
    }

    @Test
    void tellsFastFromSlowByFrequencyWhereThereIsNoCapacity() throws IOException {
        core(0, "cpufreq/cpuinfo_max_freq", "2000000");
        core(1, "cpufreq/cpuinfo_max_freq", "1200000");
        assertThat(CoreChoice.of("HIGH", cpus).cores()).containsExactly(0);
    }

    @Test
    void bindsNothingWhereAllCoresAreAlike() throws IOException {
        core(0, "cpu_capacity", "1024");
        core(1, "cpu_capacity", "1024");
        assertThat(CoreChoice.of("HIGH", cpus))
                .isEqualTo(new CoreChoice(List.of(), "all cores are alike: power modes change nothing"));
    }

    @Test
    void aRunsThreadIsBoundWhileItRuns() throws IOException {
        assumeFalse(Exactness.instructionSets().isEmpty(), "no machine code on this machine");
        var before = allowed();
        int core = Integer.parseInt(before.split("[,-]", -1)[0]);
        var bound = new CoreChoice(List.of(core), "").bindForRun();
        assertThat(allowed()).isEqualTo(Integer.toString(core));
        bound.run();
        assertThat(allowed()).isEqualTo(before);
    }

    /** The cores that the kernel lets this thread run on, as a list of ranges. */
    private static String allowed() throws IOException {
        return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow();
    }
}
