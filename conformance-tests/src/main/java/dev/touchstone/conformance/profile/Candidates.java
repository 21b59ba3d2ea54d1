package dev.touchstone.conformance.profile;

import dev.touchstone.conformance.oracle.Arithmetic;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The arithmetics that may explain results, those that depart least from the definition first. */
final class Candidates {
    /** So many departures are tried in every combination; known profiles may have more. */
    private static final int MOST_DEPARTURES = 3;

    private static final Map<List<Field<?>>, List<Arithmetic>> MADE = new ConcurrentHashMap<>();

    private static final Map<List<Field<?>>, List<Arithmetic>> COMBINED = new ConcurrentHashMap<>();

    private Candidates() {}

    /** Those that differ in these fields alone. */
    static List<Arithmetic> of(Collection<Field<?>> fields) {
        return MADE.computeIfAbsent(List.copyOf(fields), Candidates::made);
    }

    private static List<Arithmetic> made(Collection<Field<?>> fields) {
        var all = new LinkedHashSet<Arithmetic>(List.of(Arithmetic.RULES));
        for (int departures = 0; departures < MOST_DEPARTURES; departures++) {
            var more = new LinkedHashSet<Arithmetic>();
            all.forEach(a -> fields.forEach(f -> more.addAll(f.variants(a))));
            all.addAll(more);
        }
        NamedProfile.ALL.forEach(p -> all.add(within(fields, p.arithmetic())));
        return sorted(all);
    }

    /** Every combination of all values of these fields. */
    static List<Arithmetic> all(Collection<Field<?>> fields) {
        return COMBINED.computeIfAbsent(List.copyOf(fields), Candidates::combined);
    }

    private static List<Arithmetic> combined(Collection<Field<?>> fields) {
        var all = List.of(Arithmetic.RULES);
        for (var field : fields) {
            all = all.stream().flatMap(a -> field.variants(a).stream()).toList();
        }
        return sorted(all);
    }

    private static List<Arithmetic> sorted(Collection<Arithmetic> all) {
        return all.stream()
                .sorted(Comparator.comparingInt(NamedProfile::departures))
                .toList();
    }

    /** The arithmetic as far as these fields go. */
    static Arithmetic within(Collection<Field<?>> fields, Arithmetic arithmetic) {
        var reduced = Arithmetic.RULES;
        for (var field : fields) {
            reduced = field.copied(reduced, arithmetic);
        }
        return reduced;
    }
}
