package dev.touchstone.benchmarks.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Starts commands alternately with a Java program that does nothing, and prints the times as a table in Markdown. The
 * arguments: the touchstone script, how many turns, and optionally the directory of a further model.
 */
public final class StartTimes {
    private StartTimes() {}

    /** What a command finds that earlier ones have left. */
    private enum Found {
        /** Nothing. */
        NOTHING("without a cache"),
        /** Linked classes, but its model is not compiled. */
        CLASSES("with the cache, not compiled yet"),
        /** Linked classes, and its model as it was compiled. */
        ALL("with the cache");

        private final String words;

        Found(String words) {
            this.words = words;
        }
    }

    /** One way to start something. */
    private record Command(Found found, List<String> words) {}

    /** Measures. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        if (arguments.length < 2) {
            throw new IllegalArgumentException("expected the touchstone script and a number of turns");
        }
        var script = arguments[0];
        var commands = new LinkedHashMap<String, Command>();
        commands.put(
                "a Java program that does nothing",
                new Command(
                        Found.NOTHING,
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                ownClasses(),
                                Nothing.class.getName())));
        for (var found : Found.values()) {
            var suffix = ", " + found.words;
            if (found != Found.CLASSES) {
                commands.put("`--help`" + suffix, new Command(found, List.of(script, "--help")));
            }
            commands.put("the bundled model" + suffix, new Command(found, classify(script)));
            if (arguments.length > 2) {
                commands.put(
                        Path.of(arguments[2]).getFileName() + suffix, new Command(found, run(script, arguments[2])));
            }
        }
        print(measure(commands, Integer.parseInt(arguments[1])));
    }

    private static String ownClasses() {
        return Path.of(StartTimes.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
    }

    private static List<String> classify(String script) {
        return List.of(script, "classify", "--warmup", "0", "--repeat", "1");
    }

    private static List<String> run(String script, String model) {
        return List.of(script, "run", "--model", model);
    }

    /** Milliseconds of each command; in each turn all of them once. */
    private static Map<String, double[]> measure(Map<String, Command> commands, int turns)
            throws IOException, InterruptedException {
        var times = new LinkedHashMap<String, double[]>();
        for (int turn = -1; turn < turns; turn++) {
            for (var entry : commands.entrySet()) {
                double time = run(entry.getValue());
                times.computeIfAbsent(entry.getKey(), k -> new double[turns])[Math.max(turn, 0)] = time;
            }
        }
        return times;
    }

    private static double run(Command command) throws IOException, InterruptedException {
        if (command.found() != Found.CLASSES) {
            return run(command, command.words());
        }
        var empty = Files.createTempDirectory("touchstone-start");
        try {
            var words = new ArrayList<>(command.words());
            words.addAll(List.of("--cache", empty.toString()));
            return run(command, words);
        } finally {
            try (var kept = Files.list(empty)) {
                for (var file : kept.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(empty);
        }
    }

    private static double run(Command command, List<String> words) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("TOUCHSTONE_JAVA_OPTIONS", "");
        builder.environment().put("TOUCHSTONE_AOT", command.found() == Found.NOTHING ? "off" : "on");
        long start = System.nanoTime();
        int code = builder.start().waitFor();
        double time = (System.nanoTime() - start) / 1e6;
        if (code != 0) {
            throw new IllegalStateException(words + " ends with exit code " + code);
        }
        return time;
    }

    private static void print(Map<String, double[]> times) {
        System.out.println();
        System.out.println("### Start: from the command to its end");
        System.out.println();
        System.out.println("| command | min ms | median ms | ratio of medians |");
        System.out.println("| --- | --- | --- | --- |");
        double nothing = median(times.values().iterator().next());
        times.forEach((name, all) -> System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.1f |%n",
                name,
                Arrays.stream(all).min().orElseThrow(),
                median(all),
                median(all) / nothing));
    }

    private static double median(double[] times) {
        var sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
