package dev.touchstone.conformance.profile;

import dev.touchstone.conformance.oracle.Arithmetic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * For each pair of the profiles in {@link NamedProfile#ALL} the case whose results differ between them.
 *
 * @param names of the profiles
 * @param cases for each profile, and for each in the same order, the id of the first case that separates the two; empty on
 *     the diagonal and for pairs that no case separates
 */
public record Separation(List<String> names, List<List<String>> cases) {
    /** Copies the lists. */
    public Separation {
        names = List.copyOf(names);
        cases = cases.stream().map(List::copyOf).toList();
    }

    private static final class Holder {
        static final Separation STANDARD = made();
    }

    /** The table of this version. */
    public static Separation standard() {
        return Holder.STANDARD;
    }

    private static Separation made() {
        var results = new ArrayList<Map<Arithmetic, List<Integer>>>();
        var runs = SeparatingCases.computations().stream()
                .map(c -> NodeRun.of(c).orElseThrow())
                .toList();
        runs.forEach(r -> results.add(new HashMap<>()));
        var rows = new ArrayList<List<String>>();
        for (var a : NamedProfile.ALL) {
            var row = new ArrayList<String>();
            for (var b : NamedProfile.ALL) {
                row.add(first(runs, results, a.arithmetic(), b.arithmetic())
                        .map(SeparatingCases::id)
                        .orElse(""));
            }
            rows.add(row);
        }
        return new Separation(NamedProfile.ALL.stream().map(NamedProfile::name).toList(), rows);
    }

    private static Optional<Integer> first(
            List<NodeRun> runs, List<Map<Arithmetic, List<Integer>>> results, Arithmetic a, Arithmetic b) {
        for (int i = 0; i < runs.size(); i++) {
            var run = runs.get(i);
            var fields = Field.of(run.node());
            var left = Candidates.within(fields, a);
            var right = Candidates.within(fields, b);
            if (!left.equals(right)
                    && !results.get(i)
                            .computeIfAbsent(left, run::codes)
                            .equals(results.get(i).computeIfAbsent(right, run::codes))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** The pairs that no case separates: {@code one = other}. */
    public List<String> together() {
        var pairs = new ArrayList<String>();
        for (int i = 0; i < names.size(); i++) {
            for (int j = i + 1; j < names.size(); j++) {
                if (cases.get(i).get(j).isEmpty()) {
                    pairs.add(names.get(i) + " = " + names.get(j));
                }
            }
        }
        return pairs;
    }

    /** How many pairs there are. */
    public int pairs() {
        return names.size() * (names.size() - 1) / 2;
    }
}
