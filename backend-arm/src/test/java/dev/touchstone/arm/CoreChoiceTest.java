package dev.touchstone.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.touchstone.backend.BackendOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoreChoiceTest {
    @TempDir
    private Path cpus;

    private void core(int number, String file, String value) throws IOException {
        var path = cpus.resolve("cpu" + number).resolve(file);
        Files.createDirectories(path.resolveSibling("."));
        Files.writeString(path, value + "\n");
    }

    /** Cores of two kinds, the big ones behind the little ones. */
    private void bigAndLittle() throws IOException {
        for (int i = 0; i < 4; i++) {
            core(i, "cpu_capacity", "446");
        }
        for (int i = 4; i < 7; i++) {
            core(i, "cpu_capacity", "1024");
        }
    }

    private List<Integer> cores(String mode, int threads, int earlier) {
        return CoreChoice.of(mode, threads, earlier, cpus).cores();
    }

    @ParameterizedTest
    @CsvSource({
        "HIGH, 2, 6 5",
        "HIGH, 3, 6 5 4",
        "LOW, 2, 0 1",
        "LOW, 4, 0 1 2 3",
        "FULL, 2, 4 5",
        "FULL, 5, 4 5 6 0 1",
        "RAND_HIGH, 1, 4",
        "RAND_LOW, 3, 0 1 2",
        "high, 1, 6"
    })
    void choosesAsPaddleLiteDoes(String mode, int threads, String expected) throws IOException {
        bigAndLittle();
        assertThat(CoreChoice.of(mode, threads, 0, cpus))
                .isEqualTo(new CoreChoice(
                        threads,
                        Stream.of(expected.split(" ", -1)).map(Integer::valueOf).toList(),
                        "threads are bound to cores [" + expected.replace(" ", ", ") + "]"));
    }

    @Test
    void hasNoMoreThreadsThanCoresOfTheKind() throws IOException {
        bigAndLittle();
        assertThat(CoreChoice.of("HIGH", 5, 0, cpus))
                .isEqualTo(new CoreChoice(
                        3, List.of(6, 5, 4), "threads are bound to cores [6, 5, 4]: 3 threads instead of 5"));
        assertThat(CoreChoice.of("LOW", 6, 0, cpus).threads()).isEqualTo(4);
        assertThat(CoreChoice.of("FULL", 6, 0, cpus).threads()).isEqualTo(6);
    }

    @Test
    void theRandomModesGoOnAfterTenChoices() throws IOException {
        bigAndLittle();
        assertThat(cores("RAND_HIGH", 2, 9)).containsExactly(4, 5);
        assertThat(cores("RAND_HIGH", 2, 10)).containsExactly(5, 6);
        assertThat(cores("RAND_HIGH", 2, 20)).containsExactly(6, 4);
        assertThat(cores("RAND_HIGH", 2, 30)).containsExactly(4, 5);
        assertThat(cores("RAND_LOW", 2, 30)).containsExactly(3, 0);
    }

    @Test
    void bindsNothingUnlessItIsAskedTo() throws IOException {
        bigAndLittle();
        assertThat(CoreChoice.of("NO_BIND", 2, 0, cpus))
                .isEqualTo(new CoreChoice(2, List.of(), "threads are not bound"));
    }

    @Test
    void bindsNothingWhereAChosenCoreIsOffline() throws IOException {
        bigAndLittle();
        core(6, "online", "0");
        core(5, "online", "1");
        assertThat(CoreChoice.of("HIGH", 2, 0, cpus))
                .isEqualTo(new CoreChoice(2, List.of(), "cores [6] are offline: threads are not bound"));
        assertThat(cores("LOW", 1, 0)).containsExactly(0);
    }

    @Test
    void tellsBigFromLittleByFrequencyWhereThereIsNoCapacity() throws IOException {
        core(0, "cpufreq/cpuinfo_max_freq", "2000000");
        core(1, "cpufreq/cpuinfo_max_freq", "1200000");
        assertThat(cores("HIGH", 1, 0)).containsExactly(0);
        assertThat(cores("LOW", 1, 0)).containsExactly(1);
    }

    @Test
    void aCoreIsBigFromTheMeanOfTheFastestAndTheSlowestOn() throws IOException {
        core(0, "cpu_capacity", "250");
        core(1, "cpu_capacity", "624");
        core(2, "cpu_capacity", "637");
        core(3, "cpu_capacity", "1024");
        assertThat(CoreChoice.describe(cpus))
                .isEqualTo("big cores [2, 3], little cores [0, 1]: power modes choose among them");
    }

    @Test
    void bindsNothingWhereAllCoresAreAlike() throws IOException {
        core(0, "cpu_capacity", "1024");
        core(1, "cpu_capacity", "1024");
        assertThat(CoreChoice.of("HIGH", 2, 0, cpus))
                .isEqualTo(new CoreChoice(2, List.of(), "all cores are alike: power modes change nothing"));
        assertThat(CoreChoice.describe(cpus)).isEqualTo("all cores are alike: power modes change nothing");
    }

    @Test
    void bindsNothingWhereTheKernelTellsNothing() throws IOException {
        core(0, "cpu_capacity", "none");
        Files.createDirectories(cpus.resolve("cpu1"));
        assertThat(CoreChoice.of("LOW", 1, 0, cpus).fact())
                .isEqualTo("all cores are alike: power modes change nothing");
    }

    @Test
    void listingsSayWhereThreadsRunIfAModeWasAskedFor() {
        assumeFalse(Exactness.instructionSets().isEmpty(), "no machine code on this machine");
        var provider = new ArmBackendProvider();
        try (var free = provider.open(BackendOptions.defaults());
                var bound = provider.open(new BackendOptions(1, Map.of(BackendOptions.POWER_MODE, "HIGH")))) {
            assertThat(free.place()).isEmpty();
            assertThat(bound.place())
                    .isEqualTo("("
                            + CoreChoice.of("HIGH", 1, 0, Path.of("/sys/devices/system/cpu"))
                                    .fact()
                            + ")");
        }
    }

    @Test
    void aRunsThreadIsBoundWhileItRuns() throws IOException {
        assumeFalse(Exactness.instructionSets().isEmpty(), "no machine code on this machine");
        var before = allowed();
        int core = Integer.parseInt(before.split("[,-]", -1)[0]);
        var bound = new CoreChoice(1, List.of(core), "").bindForRun();
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
