package dev.touchstone.arm;

import dev.touchstone.arm.memory.ThreadAffinity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which cores threads are bound to, by Paddle Lite's power modes: HIGH and RAND_HIGH the fastest, LOW and RAND_LOW the
 * others, FULL all, NO_BIND none in particular. Helpers are bound for good, the thread that calls for a run while the run
 * lasts; it belongs to somebody else. Where all cores are alike no thread is bound.
 *
 * @param cores their numbers; empty for no binding
 * @param fact what this means here, for listings
 */
record CoreChoice(List<Integer> cores, String fact) {
    CoreChoice {
        cores = List.copyOf(cores);
    }

    private record Core(int number, long speed) {}

    /** For the name of a mode. */
    static CoreChoice of(String mode, Path cpus) {
        var all = read(cpus);
        long fastest = all.stream().mapToLong(Core::speed).max().orElse(0);
        long slowest = all.stream().mapToLong(Core::speed).min().orElse(0);
        if (fastest == slowest) {
            return new CoreChoice(List.of(), "all cores are alike: power modes change nothing");
        }
        var chosen = switch (mode.toUpperCase(Locale.ROOT)) {
            case "HIGH", "RAND_HIGH" ->
                all.stream().filter(c -> c.speed() == fastest).toList();
            case "LOW", "RAND_LOW" ->
                all.stream().filter(c -> c.speed() < fastest).toList();
            case "FULL" -> all;
            default -> List.<Core>of();
        };
        var numbers = chosen.stream().map(Core::number).toList();
        return new CoreChoice(numbers, numbers.isEmpty() ? "threads are not bound" : "threads are bound to " + numbers);
    }

    /** Capacity as the scheduler sees it, or else the highest frequency. */
    private static List<Core> read(Path cpus) {
        var cores = new ArrayList<Core>();
        for (int i = 0; Files.isDirectory(cpus.resolve("cpu" + i)); i++) {
            var cpu = cpus.resolve("cpu" + i);
            long speed = number(cpu.resolve("cpu_capacity"));
            cores.add(new Core(i, speed > 0 ? speed : number(cpu.resolve("cpufreq/cpuinfo_max_freq"))));
        }
        return cores;
    }

    private static long number(Path file) {
        try {
            return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
        } catch (IOException | NumberFormatException e) {
            // a kernel that does not tell: all cores count as alike
            return 0;
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
