package dev.touchstone.conformance.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.backend.NumericProfile;
import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.judge.ComputationJudge;
import dev.touchstone.conformance.oracle.Arithmetic;
import dev.touchstone.conformance.oracle.Rounding;
import dev.touchstone.op.Mul;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import org.junit.jupiter.api.Test;

/** Layers that are too large to be judged in exact arithmetic element by element are judged by a sample, not passed. */
final class LargeLayerTest {
    private static final int ELEMENTS = 200_000;

    private static final NumericProfile OPEN = NumericProfile.REFERENCE.with(NumericProfile.Rounding.UNKNOWN);

    private static Computation products() {
        var type = TensorType.int8(Shape.of(1, 2, 400, 250), 0.05f);
        return Built.of(new Mul(-1), 0.3f, codes(type, 17), codes(type, 23));
    }

    private static Tensor codes(TensorType type, int prime) {
        var codes = new byte[ELEMENTS];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) (i * prime % 255 - 127);
        }
        return Tensor.of(type, codes);
    }

    private static CaseResult judged(NumericProfile profile, Rounding rounding, ArithmeticBackend.Spoiler spoiler) {
        var backend = new ArithmeticBackend(profile, Arithmetic.RULES.with(rounding), spoiler);
        return ComputationJudge.judge(backend, products());
    }

    @Test
    void whatTheProfileAdmitsPasses() {
        assertThat(judged(OPEN, Rounding.TRUNCATE, ArithmeticBackend.Spoiler.NONE))
                .isEqualTo(new CaseResult.Passed());
    }

    /** The definition's rounding is admitted, so that whatever differs from it is looked at. */
    @Test
    void aSingleWrongElementIsFound() {
        var result = judged(OPEN, Rounding.HALF_EVEN, (index, code) -> index == 123_456 ? code ^ 64 : code);

        assertThat(result.reason())
                .startsWith("output y[0, 1, 93, 206] is ")
                .contains(" by the declared profile (1 of 200000 element")
                .endsWith(" of 200000 elements were judged, in exact arithmetic");
    }

    @Test
    void anotherRoundingThanTheDeclaredOneIsFound() {
        var truncates = NumericProfile.REFERENCE.with(NumericProfile.Rounding.TRUNCATE);

        assertThat(judged(truncates, Rounding.TRUNCATE, ArithmeticBackend.Spoiler.NONE))
                .isEqualTo(new CaseResult.Passed());
        assertThat(judged(truncates, Rounding.FLOOR, ArithmeticBackend.Spoiler.NONE))
                .isInstanceOf(CaseResult.Failed.class);
    }

    @Test
    void oneStepUpInEveryTenthResultFails() {
        var result = judged(
                OPEN, Rounding.TRUNCATE, (index, code) -> index % 10 == 0 && code > 0 && code < 127 ? code + 1 : code);

        assertThat(result.reason())
                .contains("; TRUNCATE explains most, but ", " results are too high for it and 0 too low: ");
    }

    @Test
    void aSampleSpreadsAndHoldsWhatDiffers() {
        var places = Places.of(1_000_003, i -> i % 100_000 == 7);

        assertThat(places.isSample()).isTrue();
        assertThat(places.count()).isBetween(10_000, 10_011);
        assertThat(places.of(700_007)).isNotNegative();
        assertThat(places.at(places.of(900_007))).isEqualTo(900_007);
        assertThat(Places.of(100_000, i -> false).isSample()).isFalse();
    }
}
