package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.CaseBody;
import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.Judgement;
import dev.touchstone.conformance.Rule;
import dev.touchstone.conformance.judge.ComputationJudge;
import dev.touchstone.conformance.judge.Layers;
import dev.touchstone.conformance.judge.Witnessed;
import dev.touchstone.paddle.cases.PaddleCase;
import dev.touchstone.pass.Precision;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The programs that native Paddle computed, lowered as models are, against the definition and against native Paddle.
 * Programs that are malformed are refused before there is a graph, and concern no backend.
 *
 * <p>The index of a case is that of its program in the archive, in blocks of {@value #BLOCK} for the rules.
 */
public final class PaddleCases implements CaseSource {
    private static final int BLOCK = 10_000;

    private static final List<PaddleCase> PROGRAMS = PaddleCase.all();

    /** A rule, the programs that test it, and what becomes of one. */
    private record Plan(Rule rule, Predicate<PaddleCase> tests, Function<PaddleCase, CaseBody> body) {}

    private static final List<Plan> PLANS = List.of(
            plan(
                    "O1",
                    "A program in FLOAT precision gives the definition's results.",
                    c -> c.isComputed() || c.expect().equals("native-defect"),
                    c -> PaddleGraph.of(c).asItIs()),
            plan(
                    "O2",
                    "Each node of a program of several operators gives the definition's results on the definition's"
                            + " inputs.",
                    c -> c.isComputed() && c.operators().size() > 1,
                    c -> layers(PaddleGraph.of(c).asItIs())),
            plan(
                    "O3",
                    "Movements of data, integers, comparisons, quantization and sums that are exact in any order give"
                            + " native Paddle's results.",
                    c -> c.isComputed() && has(c, true),
                    c -> new Witnessed(PaddleGraph.of(c).witnessed(true))),
            plan(
                    "O4",
                    "Other float32 results are within 1e-5 of native Paddle's, as a part of the largest magnitude or"
                            + " of 1.",
                    c -> c.isComputed() && has(c, false),
                    c -> new Witnessed(PaddleGraph.of(c).witnessed(false))),
            plan(
                    "O5",
                    "A quantized program in FULL_INT8 precision gives the definition's results, as a whole and node by node.",
                    PaddleCases::isQuantized,
                    c -> wholeAndLayers(PaddleGraph.of(c).in(Precision.FULL_INT8))),
            plan(
                    "O6",
                    "A quantized program in CPU_INT8 precision gives the definition's results, as a whole and node by node.",
                    PaddleCases::isQuantized,
                    c -> wholeAndLayers(PaddleGraph.of(c).in(Precision.CPU_INT8))));

    /** All programs; they are not drawn, so that no seed changes them. */
    public PaddleCases() {}

    private static Plan plan(
            String label, String text, Predicate<PaddleCase> tests, Function<PaddleCase, CaseBody> body) {
        return new Plan(Rule.required("paddle/" + label, "docs/operators.md", text), tests, body);
    }

    private static Judgement layers(Computation computation) {
        return backend -> Layers.judge(backend, computation);
    }

    /** As a whole first, since fused nodes show there only. */
    private static Judgement wholeAndLayers(Computation computation) {
        return backend -> {
            var whole = ComputationJudge.judge(backend, computation);
            return whole.isFailure() ? whole : Layers.judge(backend, computation);
        };
    }

    private static boolean has(PaddleCase c, boolean exact) {
        return IntStream.range(0, c.outputs()).anyMatch(i -> c.isExact(i) == exact);
    }

    /** Small networks with quantization before their products, as a quantizing tool leaves them. */
    private static boolean isQuantized(PaddleCase c) {
        return c.isComputed() && c.name().startsWith("quant_chain");
    }

    @Override
    public String name() {
        return "paddle";
    }

    @Override
    public List<Rule> rules() {
        return PLANS.stream().map(Plan::rule).toList();
    }

    @Override
    public Stream<ConformanceCase> cases() {
        return IntStream.range(0, PLANS.size()).boxed().flatMap(p -> cases(PLANS.get(p), p * BLOCK));
    }

    private static Stream<ConformanceCase> cases(Plan plan, int first) {
        return IntStream.range(0, PROGRAMS.size())
                .filter(i -> plan.tests().test(PROGRAMS.get(i)))
                .mapToObj(i -> new ConformanceCase(
                        "paddle#" + (first + i), plan.rule(), () -> plan.body().apply(PROGRAMS.get(i))));
    }
}
