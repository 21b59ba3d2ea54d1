package dev.touchstone.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are what printf of the GNU C library gives. */
class CFormatTest {
    @ParameterizedTest
    @CsvSource({
        "0.522023, 0.522023",
        "123456.7890125, 123456.789012",
        "2.5e-7, 0.000000",
        "0.0000015, 0.000002",
        "-0.0, -0.000000",
        "-1e-9, -0.000000",
        "-0.5, -0.500000",
        "1e-300, 0.000000",
        "4.9e-324, 0.000000",
        "0.0000005, 0.000000",
        "0.00000050000000001, 0.000001",
        "2251799813685249.5, 2251799813685249.500000",
        "1e13, 10000000000000.000000",
        "1e22, 10000000000000000000000.000000",
        "NaN, nan",
        "Infinity, inf",
        "-Infinity, -inf"
    })
    void printsSixDecimals(double value, String expected) {
        assertThat(CFormat.f(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0, 0",
        "1.5, 0, 2",
        "2.5, 0, 2",
        "0.125, 2, 0.12",
        "0.375, 2, 0.38",
        "2251799813685248.5, 0, 2251799813685248",
        "2251799813685249.5, 0, 2251799813685250",
        "0.000000059604644775390625, 23, 0.00000005960464477539062",
        "9007199254740994, 1, 9007199254740994.0"
    })
    void roundsTiesToEven(double value, int decimals, String expected) {
        assertThat(CFormat.fixed(value, decimals)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 3",
        "0.25, 0.25",
        "0.1234567891, 0.1234568",
        "-7.5, -7.5",
        "99999.99, 99999.99",
        "999999.96, 1000000",
        "0.99999997, 1",
        "0.012345678, 0.01234568",
        "1e-9, 1.000000e-09",
        "NaN, nan"
    })
    void printsSevenDigits(double value, String expected) {
        assertThat(CFormat.general(value, 7)).isEqualTo(expected);
    }
}
