package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.CaseBody;
import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.Rule;
import dev.touchstone.conformance.RuleBook;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The cases of one operator: for each rule a number of draws. A case's index never changes when a later rule gets more
 * cases, since indices are counted rule by rule in blocks of {@value #BLOCK}.
 */
final class OperatorSource implements CaseSource {
    private static final int BLOCK = 10_000;

    /** Makes one case; all choices come from the draw. */
    @FunctionalInterface
    interface Maker {
        CaseBody make(Draw draw);
    }

    private record Plan(Rule rule, int count, Maker maker) {}

    private final String operator;
    private final String family;
    private final long seed;
    private final List<Plan> plans;

    private OperatorSource(String operator, String family, long seed, List<Plan> plans) {
        this.operator = operator;
        this.family = family;
        this.seed = seed;
        this.plans = plans;
    }

    /**
     * A source without cases.
     *
     * @param operator the operator's name
     * @param family the kernel's name, which begins the ids of its rules
     */
    static OperatorSource of(String operator, String family, long seed) {
        return new OperatorSource(operator, family, seed, List.of());
    }

    /** The same source with so many cases of a rule more; each rule has its cases in one place. */
    OperatorSource rule(String label, int count, Maker maker) {
        return plan(family + "/" + label, count, maker);
    }

    /** The same source with so many cases more of a rule of all int8 operators. */
    OperatorSource numbers(String label, int count, Maker maker) {
        return plan("numbers/" + label, count, maker);
    }

    /** The same source with so many cases more of a rule that another kernel states. */
    OperatorSource foreign(String rule, int count, Maker maker) {
        return plan(rule, count, maker);
    }

    private OperatorSource plan(String rule, int count, Maker maker) {
        var more = new ArrayList<>(plans);
        more.add(new Plan(RuleBook.standard().rule(rule), count, maker));
        return new OperatorSource(operator, family, seed, List.copyOf(more));
    }

    @Override
    public String name() {
        return operator;
    }

    @Override
    public List<Rule> rules() {
        return plans.stream().map(Plan::rule).distinct().toList();
    }

    @Override
    public Stream<ConformanceCase> cases() {
        return IntStream.range(0, plans.size())
                .boxed()
                .flatMap(p ->
                        IntStream.range(0, plans.get(p).count()).mapToObj(i -> one(plans.get(p), i, p * BLOCK + i)));
    }

    private ConformanceCase one(Plan plan, int step, int index) {
        return new ConformanceCase(
                operator + "#" + index, plan.rule(), () -> plan.maker().make(Draw.of(seed, operator, index, step)));
    }
}
