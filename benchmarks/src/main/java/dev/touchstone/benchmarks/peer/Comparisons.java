package dev.touchstone.benchmarks.peer;

import dev.touchstone.arm.x86.CpuFeatures;
import dev.touchstone.benchmarks.Network;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Our engine against another, or against itself in another way. Results are compared before times are: who computes
 * something else is named, and has no times.
 */
final class Comparisons {
    /** Without an instruction for products of four bytes the other engine adds two of u8s8 in 16 bits, which overflow. */
    private static final OnnxForm WITH_VNNI = new OnnxForm(false, false, true);

    private static final OnnxForm WITHOUT_VNNI = new OnnxForm(false, false, false);
    private static final List<OnnxForm> ALL = List.of(
            WITH_VNNI,
            new OnnxForm(true, false, true),
            new OnnxForm(true, true, true),
            new OnnxForm(false, true, true),
            new OnnxForm(true, false, false),
            WITHOUT_VNNI);

    private final OnnxForm best;
    private final PrintStream out;
    private final int rounds;

    Comparisons(PrintStream out, int rounds) {
        var cpu = CpuFeatures.detect();
        this.best = cpu.avx512Vnni() || cpu.avxVnni() ? WITH_VNNI : WITHOUT_VNNI;
        this.out = out;
        this.rounds = rounds;
    }

    /** Against ONNX Runtime's best way of writing an int8 network down that is right here, and in float32. */
    void peers() {
        for (var network : Network.values()) {
            var entrants = new Entrants(network, true);
            compare(entrants, rounds, List.of(entrants.ours(), entrants.peer(best)));
        }
        var entrants = new Entrants(Network.MOBILENET_V1, false);
        compare(entrants, rounds, List.of(entrants.ours(), entrants.peer()));
    }

    /** Which way of writing a network down is ONNX Runtime's best: all of them, taking turns. */
    void forms() {
        var entrants = new Entrants(Network.MOBILENET_V1, true);
        var all = new ArrayList<Contender>(List.of(entrants.ours()));
        ALL.forEach(form -> all.add(entrants.peer(form)));
        compare(entrants, Math.min(rounds, 5), all);
    }

    private void compare(Entrants entrants, int times, List<Contender> all) {
        try {
            var agreements =
                    all.stream().map(c -> Agreement.of(all.getFirst(), c)).toList();
            var timed = new ArrayList<Contender>();
            for (int i = 0; i < all.size(); i++) {
                if (agreements.get(i).isClose()) {
                    timed.add(all.get(i));
                }
            }
            var measured = entrants.contest(times).between(timed);
            var table = new MarkdownTable(
                    out,
                    entrants.title() + ", one thread",
                    "engine",
                    "min ms",
                    "median ms",
                    "ratio of medians (range over rounds)",
                    "difference of results");
            for (int i = 0; i < all.size(); i++) {
                var contender = all.get(i);
                var error = "%.1e".formatted(agreements.get(i).error());
                int place = timed.indexOf(contender);
                if (place < 0) {
                    table.row(contender.name(), "", "", "computes something else", error);
                } else {
                    table.row(
                            contender.name(),
                            measured.get(place).minimum(),
                            measured.get(place).median(),
                            place == 0 ? "" : MarkdownTable.ratio(measured.getFirst(), measured.get(place)),
                            error);
                }
            }
        } finally {
            all.forEach(Contender::close);
        }
    }
}
