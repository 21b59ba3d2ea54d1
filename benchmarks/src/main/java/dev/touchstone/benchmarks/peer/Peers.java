package dev.touchstone.benchmarks.peer;

import java.io.PrintStream;
import java.util.List;

/**
 * Measures and prints tables in Markdown. Arguments choose: {@code peers}, {@code forms}, {@code sets},
 * {@code precisions}, {@code costs}, {@code layers}, {@code cases}, {@code threads}, {@code company}; without any, all.
 * The system property {@code rounds} says how often contenders take turns.
 */
public final class Peers {
    private static final List<String> ALL =
            List.of("peers", "sets", "precisions", "costs", "layers", "cases", "forms", "threads", "company");

    private Peers() {}

    /** Runs the measurements that the arguments name. */
    public static void main(String... arguments) {
        var out = System.out;
        int rounds = Integer.getInteger("rounds", 15);
        for (var what : arguments.length == 0 ? ALL : List.of(arguments)) {
            measure(what, out, rounds);
        }
    }

    private static void measure(String what, PrintStream out, int rounds) {
        switch (what) {
            case "peers" -> new Comparisons(out, rounds).peers();
            case "forms" -> new Comparisons(out, rounds).forms();
            case "sets" -> new OwnWays(out, rounds).instructionSets();
            case "precisions" -> new OwnWays(out, rounds).precisions();
            case "threads" -> new OwnWays(out, rounds).threads();
            case "company" -> new OwnWays(out, rounds).threadsInCompany();
            case "costs" -> SessionCosts.print(out);
            case "layers" -> new LayerRates(out).networks();
            case "cases" -> new LayerRates(out).cases();
            default -> throw new IllegalArgumentException("\"" + what + "\" is no measurement; expected one of " + ALL);
        }
    }
}
