package dev.touchstone.conformance;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The rules of one operator and the cases that test them. Immutable. */
interface OperatorCases {
    /** The operator's name, the part of every id before the separator. */
    String operator();

    /** Every rule of the operator's kernel that is tested. */
    List<Rule> rules();

    /** How many cases each rule has. */
    int casesPerRule();

    /**
     * A case for a rule; all choices come from the random numbers given.
     *
     * @param rule position in {@link #rules}
     */
    ConformanceCase draw(String id, int rule, SplittableRandom random);

    /** The cases of a rule: the indices that leave the rule's position as remainder. */
    default Stream<ConformanceCase> cases(Rule rule) {
        int first = rules().indexOf(rule);
        return IntStream.range(0, casesPerRule())
                .mapToObj(i -> first + i * rules().size())
                .map(index -> draw(operator() + "#" + index, first, Suite.random(operator(), index)));
    }
}
