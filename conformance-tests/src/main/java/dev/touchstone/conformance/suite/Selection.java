package dev.touchstone.conformance.suite;

import dev.touchstone.conformance.ConformanceCase;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a user wants to run.
 *
 * @param rules patterns with {@code *} for any characters, matched against {@code family/label} and {@code
 *     operator/label}; empty for everything
 * @param cases ids of single cases; not empty means just these
 * @param every one case in so many of each rule, the first always; 1 for all
 * @param shard one part of what the other components select
 */
public record Selection(List<String> rules, List<String> cases, int every, Shard shard) {
    /** Everything. */
    public static final Selection ALL = new Selection(List.of(), List.of(), 1, Shard.WHOLE);

    /**
     * Copies the lists.
     *
     * @throws SelectionException if {@code every} is below 1
     */
    public Selection {
        rules = List.copyOf(rules);
        cases = List.copyOf(cases);
        if (every < 1) {
            throw new SelectionException("one case in " + every + "; expected 1 or more");
        }
    }

    /** The same selection of these rules only. */
    public Selection withRules(String... patterns) {
        return new Selection(List.of(patterns), cases, every, shard);
    }

    /** The same selection of these cases only. */
    public Selection withCases(String... ids) {
        return new Selection(rules, List.of(ids), every, shard);
    }

    /** The same selection, thinned out. */
    public Selection withEvery(int one) {
        return new Selection(rules, cases, one, shard);
    }

    /** One part of the same selection. */
    public Selection withShard(Shard part) {
        return new Selection(rules, cases, every, part);
    }

    /**
     * The cases, in the suite's order.
     *
     * @throws SelectionException if a pattern or id matches no case, or nothing is left
     */
    public List<ConformanceCase> of(Suite suite) {
        var whole = cases.isEmpty() ? byRules(suite) : byIds(suite);
        var part = IntStream.range(0, whole.size())
                .filter(shard::holds)
                .mapToObj(whole::get)
                .toList();
        if (part.isEmpty()) {
            throw new SelectionException("shard " + shard + " of " + whole.size() + " cases is empty");
        }
        return part;
    }

    private List<ConformanceCase> byIds(Suite suite) {
        return cases.stream()
                .map(id -> suite.find(id)
                        .orElseThrow(() -> new SelectionException("there is no case " + id + " in this suite (version "
                                + Suite.VERSION + ", seed " + suite.seed() + ")")))
                .toList();
    }

    private List<ConformanceCase> byRules(Suite suite) {
        var patterns = rules.stream().map(Selection::pattern).toList();
        var all = suite.cases().toList();
        for (int i = 0; i < rules.size(); i++) {
            var pattern = patterns.get(i);
            if (all.stream().noneMatch(c -> matches(pattern, c))) {
                throw new SelectionException("no case tests a rule " + rules.get(i) + "; families are "
                        + all.stream().map(c -> c.rule().family()).distinct().collect(Collectors.joining(", ")));
            }
        }
        var counts = new HashMap<String, Integer>();
        return all.stream()
                .filter(c -> patterns.isEmpty() || patterns.stream().anyMatch(p -> matches(p, c)))
                .filter(c -> counts.merge(c.source() + " " + c.rule().id(), 1, Integer::sum) % every == 1 % every)
                .toList();
    }

    private static boolean matches(Pattern pattern, ConformanceCase c) {
        return pattern.matcher(c.rule().id()).matches()
                || pattern.matcher(c.source() + "/" + c.rule().label()).matches();
    }

    private static Pattern pattern(String glob) {
        return Pattern.compile(
                List.of(glob.split("\\*", -1)).stream().map(Pattern::quote).collect(Collectors.joining(".*")));
    }
}
