package dev.touchstone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule N10. */
class Int8TableTest {
    @ParameterizedTest
    @CsvSource({"0.05, 0.04, -127 -80 -1 0 1 79 127", "0.05, 0.1, -64 -32 0 0 0 32 64"})
    void requantizesEveryStep(float input, float output, String expected) {
        var table = Int8Table.requantize(input, output);
        var from = new byte[] {-127, -64, -1, 0, 1, 63, 127};
        var to = new byte[8];
        table.apply(from, 0, to, 1, 7);
        assertThat(to).isEqualTo(bytes("0 " + expected));
        assertThat(table.apply((byte) 63)).isEqualTo(to[6]);
    }

    @Test
    void isTheIdentityForEqualScales() {
        var table = Int8Table.requantize(0.3f, 0.3f);
        for (byte q = -127; q < 127; q++) {
            assertThat(table.apply(q)).isEqualTo(q);
        }
    }

    @Test
    void saturatesInfinitiesAndMapsNanToZero() {
        assertThat(Int8Table.of(Math::log, 1f, 1f).apply((byte) 0)).isEqualTo((byte) -127);
        assertThat(Int8Table.of(Math::log, 1f, 1f).apply((byte) -1)).isEqualTo((byte) 0);
        assertThat(Int8Table.of(x -> 1 / x, 1f, 1f).apply((byte) 0)).isEqualTo((byte) 127);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0", "1.5, 2", "2.5, 2", "-0.5, 0", "127.5, 127", "-127.5, -127"})
    void roundsTiesToEven(double value, byte expected) {
        assertThat(Int8Table.saturate(value)).isEqualTo(expected);
    }

    private static byte[] bytes(String numbers) {
        var words = numbers.split(" ", -1);
        var bytes = new byte[words.length];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = Byte.parseByte(words[i]);
        }
        return bytes;
    }
}
