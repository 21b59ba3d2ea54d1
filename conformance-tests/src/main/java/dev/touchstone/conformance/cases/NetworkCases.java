package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.CaseBody;
import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.Judgement;
import dev.touchstone.conformance.Rule;
import dev.touchstone.conformance.judge.Layers;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Networks in the form of MobileNetV1 and ResNet with drawn weights, as a whole and layer by layer. */
public final class NetworkCases implements CaseSource {
    /** Networks: two forms, two precisions, so many draws of each. */
    private static final int EACH = 3;

    private static final int NETWORKS = 4 * EACH;

    private static final List<Rule> RULES = List.of(
            rule("W1", "A generated network gives the definition's results as a whole."),
            rule(
                    "W2",
                    "Every layer of a generated network gives the definition's results on the definition's inputs."));

    private final long seed;

    /** Networks drawn with this seed; 0 is the published suite. */
    public NetworkCases(long seed) {
        this.seed = seed;
    }

    private static Rule rule(String label, String text) {
        return Rule.required("networks/" + label, "CompiledGraph", text);
    }

    @Override
    public String name() {
        return "networks";
    }

    @Override
    public List<Rule> rules() {
        return RULES;
    }

    @Override
    public Stream<ConformanceCase> cases() {
        return IntStream.range(0, RULES.size() * NETWORKS)
                .mapToObj(i -> new ConformanceCase("networks#" + i, RULES.get(i / NETWORKS), () -> body(i)));
    }

    private CaseBody body(int index) {
        var network = network(index % NETWORKS);
        return index < NETWORKS ? network : (Judgement) backend -> Layers.judge(backend, network);
    }

    private Computation network(int index) {
        var d = Draw.of(seed, "networks", index, index);
        boolean int8 = index / EACH % 2 == 0;
        return index < 2 * EACH ? NetworkDraw.mobileNet(d, int8) : NetworkDraw.resNet(d, int8);
    }
}
