package dev.touchstone.arm;

import dev.touchstone.arm.memory.ThreadAffinity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Which cores the threads of a run are bound to, by Paddle Lite's power modes. A core is big if it is at least as fast as
 * the mean of the fastest and the slowest, else little. Of {@code n} threads
 *
 * <ul>
 *   <li>HIGH takes the last {@code n} big cores, LOW the first {@code n} little ones: fewer threads if there are fewer
 *       cores, and the other kind if there are none of one;
 *   <li>FULL takes big cores and then little ones;
 *   <li>RAND_HIGH and RAND_LOW take {@code n} cores of a kind, beginning with another one after every ten choices of a
 *       process;
 *   <li>NO_BIND takes none in particular.
 * </ul>
 *
 * <p>Each thread may run on any of the chosen cores. Helpers are bound for good, the thread that calls for a run while
 * the run lasts; it belongs to somebody else. Where all cores are alike, or one of those chosen is offline, no thread is
 * bound.
 *
 * @param threads how many a run may have
 * @param cores their numbers; empty for no binding
 * @param fact what this means here, for listings
 */
record CoreChoice(int threads, List<Integer> cores, String fact) {
    /** Choices of a process after which the random modes go on to the next core. */
    private static final int CHOICES_OF_A_CORE = 10;

    CoreChoice {
        cores = List.copyOf(cores);
    }

    private record Core(int number, long speed, boolean online) {}

    private record Cores(List<Core> big, List<Core> little) {
        static Cores read(Path cpus) {
            var all = CoreChoice.read(cpus);
            long fastest = all.stream().mapToLong(Core::speed).max().orElse(0);
            long slowest = all.stream().mapToLong(Core::speed).min().orElse(0);
            return new Cores(
                    all.stream().filter(c -> 2 * c.speed() >= fastest + slowest).toList(),
                    all.stream().filter(c -> 2 * c.speed() < fastest + slowest).toList());
        }

        boolean areAlike() {
            return little.isEmpty();
        }
    }

    private static CoreChoice unbound(int threads, String fact) {
        return new CoreChoice(threads, List.of(), fact);
    }

    /** Without a wish. */
    static CoreChoice free(int threads) {
        return unbound(threads, "threads are not bound");
    }

    /** What there is to choose from, for listings. */
    static String describe(Path cpus) {
        var cores = Cores.read(cpus);
        return cores.areAlike()
                ? "all cores are alike: power modes change nothing"
                : "big cores " + numbers(cores.big()) + ", little cores " + numbers(cores.little())
                        + ": power modes choose among them";
    }

    /**
     * For the name of a mode.
     *
     * @param threads wanted
     * @param earlier how many choices this process has made before
     * @param cpus the folder {@code /sys/devices/system/cpu}
     */
    static CoreChoice of(String mode, int threads, int earlier, Path cpus) {
        var cores = Cores.read(cpus);
        if (cores.areAlike()) {
            return unbound(threads, describe(cpus));
        }
        int shift = earlier / CHOICES_OF_A_CORE;
        var chosen = switch (mode.toUpperCase(Locale.ROOT)) {
            case "HIGH" -> first(threads, last(threads, cores.big()).reversed());
            case "LOW" -> first(threads, cores.little());
            case "FULL" ->
                first(
                        threads,
                        Stream.concat(cores.big().stream(), cores.little().stream())
                                .toList());
            case "RAND_HIGH" -> first(threads, rotated(cores.big(), shift));
            case "RAND_LOW" -> first(threads, rotated(cores.little(), shift));
            default -> List.<Core>of();
        };
        if (chosen.isEmpty()) {
            return free(threads);
        }
        var offline = chosen.stream().filter(c -> !c.online()).toList();
        if (!offline.isEmpty()) {
            return unbound(threads, "cores " + numbers(offline) + " are offline: threads are not bound");
        }
        String bound = "threads are bound to cores " + numbers(chosen);
        return new CoreChoice(
                chosen.size(),
                numbers(chosen),
                chosen.size() == threads ? bound : bound + ": " + chosen.size() + " threads instead of " + threads);
    }

    private static List<Core> first(int n, List<Core> cores) {
        return cores.subList(0, Math.min(n, cores.size()));
    }

    private static List<Core> last(int n, List<Core> cores) {
        return cores.subList(Math.max(0, cores.size() - n), cores.size());
    }

    private static List<Core> rotated(List<Core> cores, int shift) {
        var rotated = new ArrayList<>(cores);
        Collections.rotate(rotated, -(shift % cores.size()));
        return rotated;
    }

    private static List<Integer> numbers(List<Core> cores) {
        return cores.stream().map(Core::number).toList();
    }

    /** Capacity as the scheduler sees it, or else the highest frequency. */
    private static List<Core> read(Path cpus) {
        var cores = new ArrayList<Core>();
        for (int i = 0; Files.isDirectory(cpus.resolve("cpu" + i)); i++) {
            var cpu = cpus.resolve("cpu" + i);
            long speed = number(cpu.resolve("cpu_capacity"), 0);
            cores.add(new Core(
                    i,
                    speed > 0 ? speed : number(cpu.resolve("cpufreq/cpuinfo_max_freq"), 0),
                    // the first core often has no such file: it cannot be taken offline
                    number(cpu.resolve("online"), 1) != 0));
        }
        return cores;
    }

    private static long number(Path file, long otherwise) {
        try {
            return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : otherwise;
        } catch (IOException | NumberFormatException e) {
            // a kernel that does not tell: all cores count as alike
            return otherwise;
        }
    }

    /**
     * Binds the calling thread for a run; what is returned ends that. Virtual threads are left alone: their carrier may
     * be another thread's by the time the run ends.
     */
    Runnable bindForRun() {
        return cores.isEmpty() || Thread.currentThread().isVirtual() ? () -> {} : ThreadAffinity.bindForNow(cores);
    }

    /** Binds the calling thread. */
    void bind() {
        if (!cores.isEmpty()) {
            ThreadAffinity.bind(cores);
        }
    }
}
