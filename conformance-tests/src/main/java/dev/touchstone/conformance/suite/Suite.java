package dev.touchstone.conformance.suite;

import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.conformance.Rule;
import dev.touchstone.conformance.RuleBook;
import dev.touchstone.conformance.cases.GraphCases;
import dev.touchstone.conformance.cases.ModelCases;
import dev.touchstone.conformance.cases.NetworkCases;
import dev.touchstone.conformance.cases.Operators;
import dev.touchstone.conformance.cases.PaddleCases;
import dev.touchstone.conformance.cases.SharpCases;
import dev.touchstone.conformance.cases.SpecialNumberCases;
import dev.touchstone.conformance.cases.Uint8Cases;
import dev.touchstone.conformance.contract.ContractCases;
import dev.touchstone.conformance.contract.PlacementCases;
import dev.touchstone.conformance.negative.InvalidOperatorCases;
import dev.touchstone.conformance.negative.MutatedGraphCases;
import dev.touchstone.conformance.profile.SeparatingCases;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All sources of cases, and all rules: those of the kernels, with a case or without, and those that sources bring along.
 * Immutable, thread-safe.
 */
public final class Suite {
    /** Changes whenever a published case changes, because then every id means something else. */
    public static final int VERSION = Operators.VERSION;

    private final long seed;
    private final List<CaseSource> sources;

    private Suite(long seed, List<CaseSource> sources) {
        this.seed = seed;
        this.sources = List.copyOf(sources);
    }

    /** The suite as it is published. */
    public static Suite standard() {
        return standard(0);
    }

    /** The same rules with cases drawn anew; seed 0 is the published suite. */
    public static Suite standard(long seed) {
        var sources = new ArrayList<CaseSource>(Operators.sources(seed));
        sources.add(new SharpCases());
        sources.add(new GraphCases(seed));
        sources.add(new NetworkCases(seed));
        sources.add(new ModelCases(seed));
        sources.add(new PaddleCases());
        sources.add(new Uint8Cases(seed));
        sources.add(new SeparatingCases());
        sources.add(new SpecialNumberCases());
        Operators.sources(seed).forEach(s -> sources.add(new MutatedGraphCases(s)));
        sources.add(new InvalidOperatorCases());
        sources.add(new ContractCases());
        sources.add(new PlacementCases(new GraphCases(seed)));
        return new Suite(seed, sources);
    }

    /** A suite of these sources alone, for tests. */
    public static Suite of(CaseSource... sources) {
        return new Suite(0, List.of(sources));
    }

    /** The same suite with one more source. */
    public Suite with(CaseSource source) {
        var more = new ArrayList<>(sources);
        more.add(source);
        return new Suite(seed, more);
    }

    /** The same suite without the source of this name. */
    public Suite without(String name) {
        return new Suite(
                seed, sources.stream().filter(s -> !s.name().equals(name)).toList());
    }

    /** What the draws depend on beside version, operator and index. */
    public long seed() {
        return seed;
    }

    /** Every source, operators first. */
    public List<CaseSource> sources() {
        return sources;
    }

    /** Every rule: the kernels' in their order, then those that only sources know. */
    public List<Rule> rules() {
        var rules = new LinkedHashMap<String, Rule>();
        RuleBook.standard().rules().forEach(r -> rules.put(r.id(), r));
        sources.forEach(s -> s.rules().forEach(r -> rules.putIfAbsent(r.id(), r)));
        return List.copyOf(rules.values());
    }

    /** Why rules have no case, by id; every rule has cases or stands here. */
    public Map<String, String> untested() {
        return Untested.REASONS;
    }

    /** Every case in the order in which they run. */
    public Stream<ConformanceCase> cases() {
        return sources.stream().flatMap(CaseSource::cases);
    }

    /** The case of this id. */
    public Optional<ConformanceCase> find(String id) {
        return sources.stream()
                .filter(s -> id.startsWith(s.name() + "#"))
                .flatMap(CaseSource::cases)
                .filter(c -> c.id().equals(id))
                .findFirst();
    }
}
