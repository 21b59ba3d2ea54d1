package dev.touchstone.benchmarks.peer;

import dev.touchstone.benchmarks.Network;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Our engine against another, or against itself in another way. Results are compared before times are. */
final class Comparisons {
    private static final OnnxForm BEST = new OnnxForm(false, false, true);
    private static final List<OnnxForm> OTHERS = List.of(
            new OnnxForm(true, false, true),
            new OnnxForm(true, true, true),
            new OnnxForm(false, true, true),
            new OnnxForm(true, false, false),
            new OnnxForm(false, false, false));

    private final PrintStream out;
    private final int rounds;

    Comparisons(PrintStream out, int rounds) {
        this.out = out;
        this.rounds = rounds;
    }

    /** Against ONNX Runtime's best way of writing an int8 network down, and in float32. */
    void peers() {
        for (var network : Network.values()) {
            var entrants = new Entrants(network, true);
            compare(entrants, rounds, List.of(entrants.ours(), entrants.peer(BEST)));
        }
        var entrants = new Entrants(Network.MOBILENET_V1, false);
        compare(entrants, rounds, List.of(entrants.ours(), entrants.peer()));
    }

    /** Which way of writing a network down is ONNX Runtime's best: all of them, taking turns. */
    void forms() {
        var entrants = new Entrants(Network.MOBILENET_V1, true);
        var all = new ArrayList<Contender>(List.of(entrants.ours(), entrants.peer(BEST)));
        OTHERS.forEach(form -> all.add(entrants.peer(form)));
        compare(entrants, Math.min(rounds, 5), all);
    }

    private void compare(Entrants entrants, int times, List<Contender> all) {
        try {
            var errors = new ArrayList<String>();
            for (var contender : all) {
                errors.add("%.1e"
                        .formatted(Agreement.require(all.getFirst(), contender).error()));
            }
            var measured = entrants.contest(times).between(all);
            var table = new MarkdownTable(
                    out,
                    entrants.title() + ", one thread",
                    "engine",
                    "min ms",
                    "median ms",
                    "ratio of medians (range over rounds)",
                    "difference of results");
            for (int i = 0; i < all.size(); i++) {
                table.row(
                        all.get(i).name(),
                        measured.get(i).minimum(),
                        measured.get(i).median(),
                        i == 0 ? "" : MarkdownTable.ratio(measured.getFirst(), measured.get(i)),
                        errors.get(i));
            }
        } finally {
            all.forEach(Contender::close);
        }
    }
}
