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

    private final PrintStream out;
    private final double limit;

    /** Measures the processor; without AVX512-VNNI there is no limit to compare with. */
    LayerRates(PrintStream out) {
        this.out = out;
        this.limit = CpuFeatures.detect().avx512Vnni() ? InstructionRate.int8() : Double.NaN;
    }

    /** The layers of the networks; those of one geometry together. */
    void networks() {
        for (var network : Network.values()) {
            var graph = Pipeline.prepare(network.model(Network.Numbers.INT8).graph(), Precision.FULL_INT8)
                    .graph();
            var nanos = nanos(network.model(Network.Numbers.INT8), graph);
            var groups = new LinkedHashMap<String, Group>();
            for (var node : graph.nodes()) {
                groups.merge(
                        title(graph, node),
                        new Group(1, SyntheticNet.multiplyAdds(node), nanos.getOrDefault(node.name(), 0L)),
                        Group::plus);
            }
            var table = table(new Entrants(network, true).title() + ", layers, one thread, fastest of " + RUNS);
            groups.values().removeIf(g -> g.products == 0 && g.nanos == 0);
            groups.forEach((title, g) -> table.row(
                    title, g.count, g.nanos / 1e3 / g.count, rate(g.products, g.nanos), share(g.products, g.nanos)));
        }
        if (!Double.isNaN(limit)) {
            out.printf(
                    "%nInstruction rate: vpdpbusd %.0f GMAC/s, vfmadd231ps %.0f GMAC/s (512 bit, registers only)%n",
                    limit, InstructionRate.float32());
        }
    }

    /** Operators off the main road. */
    void cases() {
        var table = table("Other operators, int8, one thread, fastest of " + RUNS);
        for (var one : SyntheticCases.all()) {
            var graph =
                    Pipeline.prepare(one.model().graph(), Precision.FULL_INT8).graph();
            var node = graph.nodes().stream()
                    .filter(n -> n.name().equals(SyntheticCases.NODE))
                    .findFirst()
                    .orElseThrow();
            long nanos = nanos(one.model(), graph).getOrDefault(node.name(), 0L);
            long products = SyntheticNet.multiplyAdds(node);
            if (products > 0) {
                table.row(one.title(), 1, nanos / 1e3, rate(products, nanos), share(products, nanos));
            } else {
                double results = node.output().type().shape().elements();
                table.row(one.title(), 1, nanos / 1e3, "%.1f G results/s".formatted(results / nanos), "");
            }
        }
    }

    private MarkdownTable table(String title) {
        return new MarkdownTable(out, title, "layer", "times", "us each", "GMAC/s", "of vpdpbusd's rate");
    }

    private static String rate(long products, long nanos) {
        return products == 0 ? "" : "%.0f".formatted((double) products / nanos);
    }

    private String share(long products, long nanos) {
        return products == 0 || Double.isNaN(limit) ? "" : "%.0f %%".formatted(100.0 * products / nanos / limit);
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
    private static Map<String, Long> nanos(Model model, Graph graph) {
        var options =
                SessionOptions.defaults().withBackends("arm").withStrict(true).withPrecision(Precision.FULL_INT8);
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
        graph.nodes().stream()
                .filter(n ->
                        n.operator().name().equals("add") || n.operator().name().equals("relu"))
                .filter(n -> graph.nodes().size() > 5)
                .forEach(n -> shortest.remove(n.name()));
        return shortest;
    }
}
