package dev.touchstone.conformance.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.backend.NumericProfile;
import dev.touchstone.conformance.BackendUnderTest;
import dev.touchstone.conformance.oracle.Arithmetic;
import dev.touchstone.conformance.oracle.Limits;
import dev.touchstone.conformance.oracle.Rounding;
import dev.touchstone.conformance.suite.Results;
import dev.touchstone.conformance.suite.Selection;
import dev.touchstone.conformance.suite.Suite;
import dev.touchstone.conformance.suite.SuiteRun;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Backends that declare another profile than the definition's are judged by what that profile admits, and by no more. */
final class DeclaredProfileTest {
    /** What a chip of which little is known declares. */
    private static final NumericProfile CHIP = new NumericProfile(
            NumericProfile.Rounding.UNKNOWN,
            NumericProfile.Range.FULL,
            NumericProfile.Requantization.UNKNOWN,
            NumericProfile.Multiplier.UNKNOWN,
            NumericProfile.Bias.INT32_HALF_EVEN,
            NumericProfile.ActivationPlace.UNKNOWN,
            NumericProfile.AverageDivisor.UNKNOWN,
            NumericProfile.Transcendental.UNKNOWN,
            NumericProfile.Accumulation.UNKNOWN,
            NumericProfile.Coefficients.AS_STATED);

    private static NumericProfile rounding(NumericProfile.Rounding rounding) {
        return NumericProfile.REFERENCE.with(rounding);
    }

    static Stream<Arithmetic> chips() {
        var bytes = Arithmetic.RULES.with(Limits.FULL);
        return Stream.of(
                bytes,
                bytes.with(Rounding.HALF_AWAY),
                bytes.with(Rounding.TRUNCATE),
                bytes.with(Rounding.FLOOR).with(Arithmetic.Requantization.FIXED_31_TWICE),
                bytes.with(Arithmetic.Divisor.FULL_WINDOW).with(Arithmetic.Activation.AFTER_ROUNDING));
    }

    @ParameterizedTest
    @MethodSource("chips")
    void anUnknownFieldAdmitsAllItsValues(Arithmetic arithmetic) {
        var results = run(CHIP, arithmetic, ArithmeticBackend.Spoiler.NONE);

        assertThat(reasons(results)).isEmpty();
        assertThat(results.totals()).containsOnlyKeys("PASSED");
    }

    @Test
    void whatNoUnknownFieldAdmitsFailsAndIsNamed() {
        var wrapping = Arithmetic.RULES.with(Limits.WRAP).with(Rounding.TRUNCATE);

        assertThat(reasons(run(CHIP, wrapping, ArithmeticBackend.Spoiler.NONE)))
                .first()
                .isEqualTo("output y[0, 0, 0, 0] is 4, expected -128 by the declared profile (190 of 255 elements"
                        + " differ); HALF_EVEN explains most, but 94 of 255 results are too high for it and 96 too"
                        + " low: they drift by -1.6314 steps in the mean, admitted +0.0000 to +0.0000; these are"
                        + " the results of another arithmetic: rounding TRUNCATE, limits WRAP; all else as the"
                        + " definition");
    }

    @ParameterizedTest
    @EnumSource(
            value = NumericProfile.Rounding.class,
            names = {"HALF_AWAY", "HALF_UP", "TRUNCATE", "FLOOR"})
    void aDeclaredRoundingIsHeldToTheBit(NumericProfile.Rounding rounding) {
        var declared = rounding(rounding);
        var same = Arithmetic.RULES.with(Rounding.valueOf(rounding.name()));

        assertThat(reasons(run(declared, same, ArithmeticBackend.Spoiler.NONE))).isEmpty();
        assertThat(reasons(run(declared, Arithmetic.RULES, ArithmeticBackend.Spoiler.NONE)))
                .isNotEmpty();
    }

    /** Each result lies in the interval of its element; the largest samples have a thousand elements and more. */
    @Test
    void oneStepUpInEveryTenthResultFailsAlthoughEachIsAdmitted() {
        var drifting = run(
                rounding(NumericProfile.Rounding.UNKNOWN),
                Arithmetic.RULES.with(Rounding.TRUNCATE),
                (index, code) -> index % 10 == 0 && code > 0 && code < 127 ? code + 1 : code);

        assertThat(reasons(drifting))
                .anySatisfy(text -> assertThat(text)
                        .contains(
                                " is admitted by the declared profile element by element, but no single rounding gives"
                                        + " all of it: TRUNCATE explains most, but ")
                        .contains(" results are too high for it and 0 too low: they drift by +0.0"));
    }

    @Test
    void aDriftWithinOneStepIsMeasured() {
        var drift = Enclosure.of(
                        Freedom.of(rounding(NumericProfile.Rounding.UNKNOWN), node().node()),
                        node().node(),
                        node().operands(),
                        List.of(Places.all(255)))
                .getFirst()
                .drift(shifted());

        assertThat(drift.high()).isEqualTo(26);
        assertThat(drift.low()).isZero();
        assertThat(drift.mean()).isEqualTo(26 / 255.0);
        assertThat(drift.least()).isZero();
        assertThat(drift.most()).isZero();
    }

    private static NodeRun node() {
        return NodeRun.of(SeparatingCases.computations().getFirst()).orElseThrow();
    }

    private static double[] shifted() {
        var codes = node().codes(Arithmetic.RULES);
        var shifted = new double[codes.size()];
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] = codes.get(i) + (i % 10 == 0 ? 1 : 0);
        }
        return shifted;
    }

    private static Results run(NumericProfile declared, Arithmetic arithmetic, ArithmeticBackend.Spoiler spoiler) {
        var backend = BackendUnderTest.of("chip", () -> new ArithmeticBackend(declared, arithmetic, spoiler));
        return SuiteRun.USUAL.run(backend, Suite.of(new SeparatingCases()), Selection.ALL, SuiteRun.Listener.NONE);
    }

    private static List<String> reasons(Results results) {
        return results.failures().stream().map(o -> o.result().reason()).toList();
    }
}
