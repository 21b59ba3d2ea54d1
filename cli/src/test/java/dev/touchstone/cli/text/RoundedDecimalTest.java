package dev.touchstone.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundedDecimalTest {
    @Test
    void isWhatExactArithmeticGives() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            int decimals = random.nextInt(0, 19);
            double value = random.nextDouble() * Math.pow(10, random.nextInt(-20, 18 - decimals + 1));
            assertRounded(value, decimals);
        }
    }

    @Test
    void roundsTiesToEven() {
        IntStream.range(0, 1 << 10).forEach(i -> assertRounded(i / 1024.0, 9));
    }

    private static void assertRounded(double value, int decimals) {
        var exact = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN);
        assertThat(RoundedDecimal.of(value, decimals))
                .as("%s with %s decimals", value, decimals)
                .map(RoundedDecimal::toString)
                .contains(exact.toPlainString());
    }

    @Test
    void leavesWhatIsTooLarge() {
        assertThat(RoundedDecimal.of(1e19, 0)).isEmpty();
        assertThat(RoundedDecimal.of(1e10, 9)).isEmpty();
        assertThat(RoundedDecimal.of(0, 19)).isEmpty();
    }
}
