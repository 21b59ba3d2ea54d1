package dev.touchstone.conformance.profile;

import dev.touchstone.conformance.oracle.Arithmetic;
import dev.touchstone.conformance.oracle.Limits;
import dev.touchstone.conformance.oracle.Rounding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * An arithmetic that the suite knows by name.
 *
 * @param name short, in words with hyphens
 * @param arithmetic how it computes
 */
public record NamedProfile(String name, Arithmetic arithmetic) {
    private static final Arithmetic RULES = Arithmetic.RULES;

    /** The definition, every single departure from it, and the ways in which known engines and chips depart. */
    public static final List<NamedProfile> ALL = all();

    private static List<NamedProfile> all() {
        var all = new ArrayList<NamedProfile>();
        all.add(new NamedProfile("definition", RULES));
        for (var field : Field.ALL) {
            for (var other : field.variants(RULES)) {
                if (!other.equals(RULES)) {
                    all.add(new NamedProfile(word(field.text(other)), other));
                }
            }
        }
        var full = RULES.with(Limits.FULL);
        var away = RULES.with(Rounding.HALF_AWAY);
        var steps = away.with(Arithmetic.Multiplier.FLOAT_STEPS);
        all.addAll(List.of(
                new NamedProfile("paddle-lite-arm64", steps.with(Arithmetic.Bias.F32_FMA)),
                new NamedProfile("paddle-lite-arm32", steps.with(Arithmetic.Bias.F32_MLA)),
                new NamedProfile(
                        "tflite-two-roundings",
                        full.with(Rounding.HALF_AWAY).with(Arithmetic.Requantization.FIXED_31_TWICE)),
                new NamedProfile(
                        "tflite-one-rounding", full.with(Rounding.HALF_UP).with(Arithmetic.Requantization.FIXED_31)),
                new NamedProfile("bytes-half-away", full.with(Rounding.HALF_AWAY)),
                new NamedProfile("bytes-truncated", full.with(Rounding.TRUNCATE)),
                new NamedProfile(
                        "bytes-truncated-wrapping", RULES.with(Limits.WRAP).with(Rounding.TRUNCATE)),
                new NamedProfile("bytes-floor", full.with(Rounding.FLOOR)),
                new NamedProfile("bytes-double", full.with(Arithmetic.Requantization.DOUBLE))));
        return List.copyOf(all);
    }

    private static String word(String text) {
        return text.toLowerCase(Locale.ROOT).replace(' ', '-').replace('_', '-');
    }

    /** How an arithmetic departs from the definition: {@code rounding HALF_AWAY, limits FULL}; empty if it does not. */
    public static String departure(Arithmetic arithmetic) {
        return Field.ALL.stream()
                .filter(f -> f.differs(arithmetic, RULES))
                .map(f -> f.text(arithmetic))
                .collect(Collectors.joining(", "));
    }

    /** In how many fields an arithmetic departs from the definition. */
    static int departures(Arithmetic arithmetic) {
        return (int)
                Field.ALL.stream().filter(f -> f.differs(arithmetic, RULES)).count();
    }
}
