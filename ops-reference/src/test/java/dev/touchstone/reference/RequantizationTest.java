package dev.touchstone.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules N3 to N9 against hand-computed values and exact arithmetic. */
class RequantizationTest {
    @ParameterizedTest
    @CsvSource({
        "0.1, 0.01, 0.3, 3b5a740d",
        "0.02, 0.003, 0.07, 3a60b1e2",
        "0.0235294122, 0.00392156886, 0.0470588244, 3b008081",
        "0.0078125, 0.5, 0.25, 3c800000"
    })
    void roundsAMultiplierOnce(float input, float weight, float output, String bits) {
        float m = Requantization.multiplier("the test", input, weight, output);
        assertThat(Integer.toHexString(Float.floatToRawIntBits(m))).isEqualTo(bits);
    }

    @Test
    void refusesAMultiplierThatIsNotNormal() {
        assertThatThrownBy(() -> Requantization.multiplier("output channel 3", 0x1p-100f, 0x1p-100f, 1f))
                .isInstanceOf(Refusal.class)
                .hasMessage("MULTIPLIER: multiplier of output channel 3 is 6.223015277861142E-61; supported:"
                        + " 1.1754944E-38 to 3.4028235E38 (check the scales)");
        assertThatThrownBy(() -> Requantization.multiplier("x", 1e30f, 1e30f, 1f))
                .isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.05, 0.004, 500",
        "-0.1, 0.05, 0.004, -500",
        "0.0009765625, 0.03125, 0.0625, 0",
        "0.0029296875, 0.03125, 0.0625, 2"
    })
    void roundsABiasToEvenInAccumulatorSteps(float bias, float input, float weight, long steps) {
        assertThat(Requantization.bias(0, bias, input, weight)).isEqualTo(steps);
    }

    @Test
    void keepsAnOverflowingBiasLargeEnoughToBeRefused() {
        long steps = Requantization.bias(0, 3e38f, 1e-30f, 1e-8f);
        assertThatThrownBy(() -> Requantization.requireAccumulator("output channel 0", steps))
                .hasMessage("ACCUMULATOR: accumulator bound of output channel 0 is 4611686018427387904; supported:"
                        + " 2147483647 or less (int32 sums must be exact)");
    }

    @Test
    void refusesABiasThatIsNotFinite() {
        assertThatThrownBy(() -> Requantization.bias(7, Float.NaN, 1, 1))
                .hasMessage("BIAS: bias of output channel 7 is NaN; supported: a finite number");
    }

    @Test
    void allowsAnAccumulatorThatJustFits() {
        Requantization.requireAccumulator("x", Integer.MAX_VALUE);
        assertThatThrownBy(() -> Requantization.requireAccumulator("x", Integer.MAX_VALUE + 1L))
                .isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 1, 0",
        "0.5, 3, 2",
        "0.5, 5, 2",
        "0.5, -1, 0",
        "0.5, -3, -2",
        "0.5, -5, -2",
        "0.5, 253, 126",
        "0.5, 254, 127",
        "0.5, 255, 127",
        "0.5, -253, -126",
        "0.5, -255, -127",
        "0.5, 1000000, 127",
        "0.1, 5, 0",
        "0.1, 15, 2",
        "0.1, 25, 2",
        "0.1, 35, 4",
        "0.1, 45, 4",
        "0.1, -15, -2",
        "0.1, 995, 100",
        "0.1, 1005, 100",
        "0.1, 1265, 126",
        "1.9073486328125E-6, 33816577, 64",
        "1.9073486328125E-6, 33816579, 65",
        "3.4028235E38, 2147483647, 127",
        "3.4028235E38, -2147483648, -127"
    })
    void requantizesToNearestEven(float multiplier, int accumulator, byte expected) {
        assertThat(Requantization.requantize(accumulator, multiplier)).isEqualTo(expected);
        var row = new byte[1];
        Requantization.requantize(new int[] {accumulator}, row, 1, multiplier, -127, 127);
        assertThat(row[0]).isEqualTo(expected);
    }

    @Test
    void requantizesRowsAsExactArithmeticDoes() {
        long seed = 17;
        var random = new SplittableRandom(seed);
        var accumulators = new int[1000];
        for (int round = 0; round < 50; round++) {
            float m = (float) Math.scalb(1 + random.nextDouble(), -random.nextInt(32));
            for (int i = 0; i < accumulators.length; i++) {
                accumulators[i] = random.nextInt() >> random.nextInt(32);
            }
            var row = new byte[1000];
            Requantization.requantize(accumulators, row, 1000, m, -127, 127);
            for (int i = 0; i < row.length; i++) {
                assertThat(row[i])
                        .as("seed %s round %s: %s * %s", seed, round, accumulators[i], m)
                        .isEqualTo(exact(accumulators[i], m));
            }
        }
    }

    /** Two roundings to float32 in decimal arithmetic, then limits and half-even. */
    private static byte exact(int accumulator, float multiplier) {
        var first = new BigDecimal((float) accumulator);
        float product = first.multiply(new BigDecimal(multiplier), MathContext.UNLIMITED)
                .floatValue();
        var limited = new BigDecimal(product).min(new BigDecimal(127)).max(new BigDecimal(-127));
        return limited.setScale(0, RoundingMode.HALF_EVEN).byteValueExact();
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.05, 0",
        "0.1, 0.15, 2",
        "0.1, 0.25, 2",
        "0.1, 0.35, 4",
        "0.1, 0.45, 4",
        "0.1, 0.55, 6",
        "0.1, 12.65, 126",
        "0.1, 100, 127",
        "0.1, NaN, 0",
        "0.1, -Infinity, -127",
        "0.1, Infinity, 127",
        "0.3, 0.15, 0",
        "0.3, 0.45, 1",
        "0.3, 0.75, 2",
        "0.3, 1.05, 3",
        "0.3, 1.35, 4",
        "0.3, 1.65, 6"
    })
    void quantizesByTheReciprocal(float scale, float value, byte expected) {
        float inverse = Requantization.inverse(scale);
        assertThat(Requantization.quantize(value, inverse)).isEqualTo(expected);
        var whole = new byte[1];
        Requantization.quantize(new float[] {value}, whole, inverse);
        assertThat(whole[0]).isEqualTo(expected);
    }

    @Test
    void dequantizesByOneProduct() {
        assertThat(Requantization.dequantize((byte) -127, 0.1f)).isEqualTo(-12.7f);
        assertThat(Requantization.inverse(0.3f)).isEqualTo(Float.intBitsToFloat(0x40555555));
    }

    @ParameterizedTest
    @CsvSource({"NaN, 0", "0.5, 0", "1.5, 2", "-127.5, -127", "1e9, 127", "-Infinity, -127"})
    void saturatesFloats(float value, byte expected) {
        assertThat(Requantization.saturate(value)).isEqualTo(expected);
        var row = new byte[1];
        Requantization.saturate(new float[] {value}, row, 1, -127, 127);
        assertThat(row[0]).isEqualTo(expected);
    }
}
