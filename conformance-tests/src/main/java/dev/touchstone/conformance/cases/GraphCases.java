package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.Rule;
import dev.touchstone.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random graphs of several operators: what fusing, reordering and reuse of memory must not change. */
public final class GraphCases implements CaseSource {
    private static final int EACH = 250;

    private static final List<Rule> RULES = List.of(
            rule("D1", "A chain of int8 nodes gives what its nodes give one after the other."),
            rule("D2", "A chain of float32 nodes gives what its nodes give one after the other."),
            rule("D3", "An int8 value that several nodes read, or that is an output too, is the same for all."),
            rule("D4", "A float32 value that several nodes read, or that is an output too, is the same for all."));

    private final long seed;

    /** Graphs drawn with this seed; 0 is the published suite. */
    public GraphCases(long seed) {
        this.seed = seed;
    }

    private static Rule rule(String label, String text) {
        return Rule.required("graphs/" + label, "CompiledGraph", text);
    }

    @Override
    public String name() {
        return "graphs";
    }

    @Override
    public List<Rule> rules() {
        return RULES;
    }

    @Override
    public Stream<ConformanceCase> cases() {
        return IntStream.range(0, RULES.size() * EACH)
                .mapToObj(i -> new ConformanceCase("graphs#" + i, RULES.get(i / EACH), () -> graph(i)));
    }

    private Computation graph(int index) {
        var d = Draw.of(seed, "graphs", index, index % EACH);
        boolean web = index / EACH >= 2;
        var graph = new GraphDraw(d, "graphs#" + index, index / EACH % 2 == 0);
        graph.input(Shape.of(d.integer(1, 3), d.integer(1, 7), d.integer(1, 10), d.integer(1, 10)));
        int nodes = 2 + d.step() % 9;
        for (int i = 0; i < nodes; i++) {
            graph.grow();
        }
        return graph.computation(web);
    }
}
