package dev.touchstone.conformance.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.backend.NumericProfile;
import dev.touchstone.conformance.BackendUnderTest;
import dev.touchstone.conformance.oracle.Arithmetic;
import dev.touchstone.conformance.suite.Selection;
import dev.touchstone.conformance.suite.Suite;
import dev.touchstone.conformance.suite.SuiteRun;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Each known arithmetic, implemented as a backend, must be named again. */
final class IdentificationTest {
    static final List<NamedProfile> PROFILES = NamedProfile.ALL;

    static final List<NamedProfile> SINGLE_DEPARTURES = PROFILES.stream()
            .filter(p -> NamedProfile.departures(p.arithmetic()) == 1)
            .toList();

    /** Of these, some results are near no tie at all, or never negative. */
    private static final Set<String> BLUNT = Set.of("sigmoid", "tanh");

    @ParameterizedTest
    @FieldSource("PROFILES")
    void findsTheArithmeticOfEveryOperator(NamedProfile profile) {
        var lines = Identification.of(backend(profile), o -> true);

        assertThat(lines).hasSize(11).allSatisfy(line -> {
            var nodes = SeparatingCases.computations().stream()
                    .map(c -> NodeRun.of(c).orElseThrow().node())
                    .filter(n -> n.operator().name().equals(line.operator()))
                    .toList();
            var fields = new HashSet<Field<?>>();
            nodes.forEach(n -> fields.addAll(Field.of(n)));
            var arithmetic = Candidates.within(fields, profile.arithmetic());
            var expected = Field.isDistinct(nodes.getFirst(), arithmetic)
                    ? arithmetic
                    : arithmetic.with(Arithmetic.Multiplier.FROM_DOUBLE);
            if (BLUNT.contains(line.operator())) {
                assertThat(line.found()).as(line.toString()).contains(expected);
            } else {
                assertThat(line.found()).as(line.toString()).startsWith(expected);
            }
        });
    }

    @ParameterizedTest
    @FieldSource("SINGLE_DEPARTURES")
    void failuresNameAnotherArithmeticWithTheRulesThatItBreaks(NamedProfile profile) {
        var suite = Suite.of(new SeparatingCases());
        var backend = BackendUnderTest.of(profile.name(), () -> backend(profile));

        var results = SuiteRun.USUAL.run(backend, suite, Selection.ALL, SuiteRun.Listener.NONE);

        var texts = results.failures().stream().map(o -> o.result().reason()).toList();
        assertThat(texts)
                .allSatisfy(t -> assertThat(t)
                        .contains("; these are the results of another arithmetic: ")
                        .endsWith("; all else as the definition"));
        assertThat(texts)
                .anySatisfy(t -> assertThat(t)
                        .contains(" arithmetic: " + NamedProfile.departure(profile.arithmetic()) + "; all else"));
    }

    @Test
    void saysThatNoKnownArithmeticGivesTheResults() {
        var backend = new ArithmeticBackend(
                NumericProfile.REFERENCE, Arithmetic.RULES, (index, code) -> index % 10 == 3 ? code / 2 : code);

        assertThat(Identification.of(backend, "conv2d"::equals))
                .singleElement()
                .asString()
                .startsWith("conv2d: no arithmetic that the suite knows gives these results (");
    }

    private static ArithmeticBackend backend(NamedProfile profile) {
        return new ArithmeticBackend(NumericProfile.REFERENCE, profile.arithmetic(), ArithmeticBackend.Spoiler.NONE);
    }
}
