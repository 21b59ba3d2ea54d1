package dev.touchstone.benchmarks.peer;

import dev.touchstone.arm.x86.CpuFeatures;
import dev.touchstone.benchmarks.Network;
import dev.touchstone.benchmarks.SyntheticCases;
import dev.touchstone.benchmarks.SyntheticNet;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.model.Model;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.pass.Pipeline;
import dev.touchstone.pass.Precision;
import dev.touchstone.runtime.RunOptions;
import dev.touchstone.runtime.Session;
import dev.touchstone.runtime.SessionOptions;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Multiply-adds a second, node by node, against what the processor's instructions can do at most. */
final class LayerRates {
    private static final int RUNS = 60;

    /**
     * What bounds a kind of numbers.
     *
     * @param instruction that multiplies
     * @param rate of it in GMAC/s; NaN where this processor lacks it
     */
    private record Limit(String instruction, double rate) {}

    private final PrintStream out;
    private final Limit int8;
    private final Limit float32;

    /** Measures the processor; without AVX512-VNNI there is no limit to compare with. */
    LayerRates(PrintStream out) {
        this.out = out;
        boolean known = CpuFeatures.detect().avx512Vnni();
        this.int8 = new Limit("vpdpbusd", known ? InstructionRate.int8() : Double.NaN);
        this.float32 = new Limit("vfmadd231ps", known ? InstructionRate.float32() : Double.NaN);
    }

    /** The layers of the networks; those of one geometry together. */
    void networks() {
        for (var network : Network.values()) {
            network(new Entrants(network, true), network.model(Network.Numbers.INT8), int8);
            network(new Entrants(network, false), network.model(Network.Numbers.FLOAT32), float32);
        }
        if (!Double.isNaN(int8.rate())) {
            out.printf(
                    "%nInstruction rate: vpdpbusd %.0f GMAC/s, vfmadd231ps %.0f GMAC/s (512 bit, registers only)%n",
                    int8.rate(), float32.rate());
        }
    }

    private void network(Entrants entrants, Model model, Limit limit) {
        var graph = Pipeline.prepare(model.graph(), entrants.precision()).graph();
        var nanos = nanos(model, graph, entrants.precision());
        var groups = new LinkedHashMap<String, Group>();
        for (var node : graph.nodes()) {
            groups.merge(
                    title(graph, node),
                    new Group(1, SyntheticNet.multiplyAdds(node), nanos.getOrDefault(node.name(), 0L)),
                    Group::plus);
        }
        var table = table(entrants.title() + ", layers, one thread, fastest of " + RUNS, limit);
        groups.values().removeIf(g -> g.products == 0 && g.nanos == 0);
        groups.forEach((title, g) -> table.row(
                title, g.count, g.nanos / 1e3 / g.count, rate(g.products, g.nanos), share(g.products, g.nanos, limit)));
    }

    /** Operators off the main road. */
    void cases() {
        var table = table("Other operators, int8, one thread, fastest of " + RUNS, int8);
        for (var one : SyntheticCases.all()) {
            var graph =
                    Pipeline.prepare(one.model().graph(), Precision.FULL_INT8).graph();
            var node = graph.nodes().stream()
                    .filter(n -> n.name().equals(SyntheticCases.NODE))
                    .findFirst()
                    .orElseThrow();
            long nanos = nanos(one.model(), graph, Precision.FULL_INT8).getOrDefault(node.name(), 0L);
            long products = SyntheticNet.multiplyAdds(node);
            if (products > 0) {
                table.row(one.title(), 1, nanos / 1e3, rate(products, nanos), share(products, nanos, int8));
            } else {
                double results = node.output().type().shape().elements();
                table.row(one.title(), 1, nanos / 1e3, "%.1f G results/s".formatted(results / nanos), "");
            }
        }
    }

    private MarkdownTable table(String title, Limit limit) {
        return new MarkdownTable(
                out, title, "layer", "times", "us each", "GMAC/s", "of " + limit.instruction() + "'s rate");
    }

    private static String rate(long products, long nanos) {
        return products == 0 ? "" : "%.0f".formatted((double) products / nanos);
    }

    private static String share(long products, long nanos, Limit limit) {
        return products == 0 || Double.isNaN(limit.rate())
                ? ""
                : "%.0f %%".formatted(100.0 * products / nanos / limit.rate());
    }

    private record Group(int count, long products, long nanos) {
        Group plus(Group other) {
            return new Group(count + other.count, products + other.products, nanos + other.nanos);
        }
    }

    /** Geometry in words; additions and rectifiers run at the end of the convolution before them. */
    private static String title(Graph graph, Node node) {
        var y = node.output().type().shape();
        return switch (node.operator()) {
            case Conv2d conv -> {
                var w = node.input(1).type().shape();
                int c = node.input(0).type().shape().extent(1);
                boolean summed = graph.consumers(node.output()).stream()
                        .anyMatch(n -> n.operator().name().equals("add"));
                yield (conv.groups() == c ? "depthwise " : "conv ") + w.extent(2) + "x" + w.extent(3) + " s"
                        + conv.stride().h() + ", " + c + " to " + y.extent(1) + " at " + y.extent(2) + "x"
                        + y.extent(3) + (summed ? ", summed" : "");
            }
            case FullyConnected fc -> "fully connected";
            default -> node.operator().name();
        };
    }

    /** The shortest time of each node in many runs. */
    private static Map<String, Long> nanos(Model model, Graph graph, Precision precision) {
        var options =
                SessionOptions.defaults().withBackends("arm").withStrict(true).withPrecision(precision);
        var shortest = new HashMap<String, Long>();
        try (var session = Session.open(model, options)) {
            var inputs = SyntheticNet.inputs(model.graph());
            var profiled = RunOptions.defaults().withProfile();
            for (int i = 0; i < RUNS; i++) {
                for (var row :
                        session.run(inputs, profiled).profile().orElseThrow().rows()) {
                    shortest.merge(row.node(), row.nanos(), Math::min);
                }
            }
        }
        if (precision == Precision.FLOAT) {
            return shortest;
        }
        graph.nodes().stream()
                .filter(n ->
                        n.operator().name().equals("add") || n.operator().name().equals("relu"))
                .filter(n -> graph.nodes().size() > 5)
                .forEach(n -> shortest.remove(n.name()));
        return shortest;
    }
}
