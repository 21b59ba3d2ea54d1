package dev.touchstone.benchmarks.peer;

import dev.touchstone.benchmarks.Network;
import dev.touchstone.pass.Precision;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/** Our engine against itself: instruction sets, precisions, threads. */
final class OwnWays {
    private final PrintStream out;
    private final int rounds;

    OwnWays(PrintStream out, int rounds) {
        this.out = out;
        this.rounds = rounds;
    }

    /** The 256-bit instruction sets against the 512-bit one. */
    void instructionSets() {
        for (var network : Network.values()) {
            var e = new Entrants(network, true);
            exact(
                    e,
                    "instruction sets, one thread",
                    List.of(
                            e.ours("avx512vnni", e.precision(), "avx512vnni", 1),
                            e.ours("avx512vlvnni (256 bit)", e.precision(), "avx512vlvnni", 1),
                            e.ours("avx2", e.precision(), "avx2", 1)));
        }
    }

    /** CPU_INT8, as Paddle Lite computes on a CPU, against FULL_INT8. Their results differ as they should. */
    void precisions() {
        for (var network : Network.values()) {
            var e = new Entrants(network, true);
            show(
                    e,
                    "precisions, one thread",
                    List.of(
                            e.ours("FULL_INT8", Precision.FULL_INT8, "", 1),
                            e.ours("CPU_INT8", Precision.CPU_INT8, "", 1)));
        }
    }

    /** One thread against two. */
    void threads() {
        for (var network : Network.values()) {
            threads(network, "threads");
        }
    }

    /** The same while another process keeps one core busy. */
    void threadsInCompany() {
        for (var network : Network.values()) {
            Process other;
            try {
                other = new ProcessBuilder("taskset", "-c", "0", "sh", "-c", "while :; do :; done").start();
            } catch (IOException e) {
                throw new UncheckedIOException("no process to keep a core busy", e);
            }
            try {
                threads(network, "threads, another process on one core");
            } finally {
                other.destroyForcibly();
            }
        }
    }

    private void threads(Network network, String what) {
        var e = new Entrants(network, true);
        var ways = List.of(e.ours("one thread", e.precision(), "", 1), e.ours("two threads", e.precision(), "", 2));
        requireSame(ways);
        var nanos = new double[rounds];
        var measured = show(e, what, ways, round -> nanos[round] = CoreDistance.nanos());
        out.println();
        out.println(
                "Two threads: " + CoreDistance.byDistance(nanos, measured.get(1).roundRatios(measured.get(0))) + ".");
    }

    private void exact(Entrants entrants, String what, List<Touchstone> ways) {
        requireSame(ways);
        show(entrants, what, ways);
    }

    private static void requireSame(List<Touchstone> ways) {
        for (var way : ways) {
            if (!Arrays.equals(ways.getFirst().run(), way.run())) {
                throw new IllegalStateException(
                        way.name() + " does not give what " + ways.getFirst().name() + " gives");
            }
        }
    }

    private void show(Entrants entrants, String what, List<Touchstone> ways) {
        show(entrants, what, ways, round -> {});
    }

    private List<Times> show(Entrants entrants, String what, List<Touchstone> ways, IntConsumer beforeRound) {
        try {
            var measured = entrants.contest(rounds).between(ways, beforeRound);
            var table = new MarkdownTable(
                    out, entrants.title() + ", " + what, "way", "min ms", "median ms", "ratio to the first");
            for (int i = 0; i < ways.size(); i++) {
                table.row(
                        ways.get(i).name(),
                        measured.get(i).minimum(),
                        measured.get(i).median(),
                        i == 0 ? "" : MarkdownTable.ratio(measured.get(i), measured.getFirst()));
            }
            return measured;
        } finally {
            ways.forEach(Contender::close);
        }
    }
}
