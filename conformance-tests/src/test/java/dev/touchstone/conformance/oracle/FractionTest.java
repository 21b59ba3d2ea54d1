package dev.touchstone.conformance.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The oracle's own arithmetic, against numbers from books and bits from the rules' examples. */
final class FractionTest {
    private static Fraction ratio(long numerator, long denominator) {
        return new Fraction(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    private static String digits(Fraction x) {
        return new BigDecimal(x.numerator())
                .divide(new BigDecimal(x.denominator()), new MathContext(30))
                .toString();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 0",
        "3, 2, 2",
        "5, 2, 2",
        "-1, 2, 0",
        "-3, 2, -2",
        "-5, 2, -2",
        "7, 3, 2",
        "-7, 3, -2",
        "8, 3, 3",
        "-8, 3, -3",
        "0, 5, 0",
        "253, 2, 126",
        "255, 2, 127",
        "-257, 2, -127",
        "1000000, 1, 127"
    })
    void roundsToTheNearestCodeTiesToEven(long numerator, long denominator, int code) {
        assertThat(Arithmetic.RULES.code(ratio(numerator, denominator))).isEqualTo(code);
    }

    /** Denominators that are powers of two are shifted; the same number in thirds is divided. */
    @Test
    void shiftsAndDivisionsRoundAlike() {
        for (int numerator = -70; numerator <= 70; numerator++) {
            for (int places = 0; places < 5; places++) {
                var shifted = ratio(numerator, 1L << places);
                var divided = ratio(3L * numerator, 3L << places);
                assertThat(shifted.nearestEven()).as(shifted.toString()).isEqualTo(divided.nearestEven());
                assertThat(shifted.significant(3)).as(shifted.toString()).isEqualByComparingTo(divided.significant(3));
            }
        }
    }

    @Test
    void readsTheBitsOfAFloat() {
        assertThat(Fraction.of(0.1f)).isEqualByComparingTo(ratio(13421773, 1 << 27));
        assertThat(Fraction.of(-3f)).isEqualByComparingTo(ratio(-3, 1));
        assertThat(Fraction.of(Float.MIN_VALUE)).isEqualByComparingTo(Fraction.binary(BigInteger.ONE, -149));
    }

    @Test
    void roundsToFloatAndDouble() {
        assertThat(ratio(1, 10).float32()).isEqualByComparingTo(Fraction.of(0.1f));
        assertThat(ratio((1 << 24) + 1, 1).float32()).isEqualByComparingTo(ratio(1 << 24, 1));
        assertThat(ratio((1 << 24) + 3, 1).float32()).isEqualByComparingTo(ratio((1 << 24) + 4, 1));
        assertThat(ratio(1, 3).float64()).isEqualByComparingTo(ratio(6004799503160661L, 1L << 54));
        assertThat(Fraction.binary(BigInteger.valueOf(3), -150).float32())
                .isEqualByComparingTo(Fraction.binary(BigInteger.ONE, -148));
    }

    @ParameterizedTest
    @CsvSource({"0.1f, 0.01f, 0.3f, 3b5a740d", "0.02f, 0.003f, 0.07f, 3a60b1e2", "0.0078125f, 0.5f, 0.25f, 3c800000"})
    void makesTheMultipliersOfTheCheckVectors(String in, String weight, String out, String bits) {
        var m = Arithmetic.RULES
                .factor(List.of(of(in), of(weight)), List.of(of(out)))
                .float32();

        assertThat(m).isEqualByComparingTo(Fraction.of(Float.intBitsToFloat(Integer.parseInt(bits, 16))));
    }

    @ParameterizedTest
    @CsvSource({"5, 0", "15, 2", "25, 2", "35, 4", "-15, -2", "995, 100", "1005, 100", "1265, 126"})
    void requantizesTheCheckVectors(int sum, int code) {
        assertThat(Arithmetic.RULES.code(Arithmetic.RULES.steps(sum, Fraction.of(0.1f))))
                .isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"0.1f, 0.05f, 0.004f, 500", "-0.1f, 0.05f, 0.004f, -500", "0.0009765625f, 0.03125f, 0.0625f, 0"})
    void makesTheBiasesOfTheCheckVectors(String bias, String in, String weight, long steps) {
        assertThat(Scaling.bias(of(bias), of(in), of(weight)).nearestEven()).isEqualTo(steps);
    }

    private static Fraction of(String number) {
        return Fraction.of(Float.parseFloat(number));
    }

    @Test
    void knowsFunctionsToThirtyDigits() {
        assertThat(digits(Functions.exp(Fraction.ONE))).isEqualTo("2.71828182845904523536028747135");
        assertThat(digits(Functions.exp(Fraction.of(-1)))).isEqualTo("0.367879441171442321595523770161");
        assertThat(digits(Functions.log(Fraction.of(10)))).isEqualTo("2.30258509299404568401799145468");
        assertThat(digits(Functions.log(ratio(1, 2)))).isEqualTo("-0.693147180559945309417232121458");
        assertThat(digits(Functions.tanh(Fraction.ONE))).isEqualTo("0.761594155955764888119458282605");
        assertThat(digits(Functions.erf(Fraction.ONE))).isEqualTo("0.842700792949714869341220635083");
        assertThat(digits(Functions.sqrt(Fraction.of(2)))).isEqualTo("1.41421356237309504880168872421");
    }
}
