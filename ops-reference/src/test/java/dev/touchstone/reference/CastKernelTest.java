package dev.touchstone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.Cast;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules T1 to T3. */
class CastKernelTest {
    private static double[] cast(DataType to, Tensor x) {
        return Given.numbers(Given.run(new Cast(to), x));
    }

    /** Native Paddle gives 44 for 300.5 as int8 and -2147483648 for 3e9 as int32. */
    @Test
    void truncatesAndSaturatesFloats() {
        var x = Given.vector(1.9f, -1.7f, 300.5f, -300.5f, 3e9f, Float.NaN, Float.NEGATIVE_INFINITY);
        assertThat(cast(DataType.INT8, x)).containsExactly(1, -1, 127, -128, 127, 0, -128);
        assertThat(cast(DataType.UINT8, x)).containsExactly(1, 0, 255, 0, 255, 0, 0);
        assertThat(cast(DataType.INT32, x)).containsExactly(1, -1, 300, -300, 2147483647, 0, -2147483648);
        assertThat(cast(DataType.INT64, x)).containsExactly(1, -1, 300, -300, 3e9, 0, Long.MIN_VALUE);
        assertThat(cast(DataType.BOOL, Given.vector(0.5f, -0f, Float.NaN))).containsExactly(1, 0, 1);
        assertThat(cast(DataType.FLOAT32, x))
                .containsExactly(1.9f, -1.7f, 300.5f, -300.5f, 3e9f, Double.NaN, Double.NEGATIVE_INFINITY);
    }

    @Test
    void saturatesIntegersThatDoNotFit() {
        var x = Given.vector(5_000_000_000L, -200L, 7L, 0L);
        assertThat(cast(DataType.INT8, x)).containsExactly(127, -128, 7, 0);
        assertThat(cast(DataType.UINT8, x)).containsExactly(255, 0, 7, 0);
        assertThat(cast(DataType.INT32, x)).containsExactly(2147483647, -200, 7, 0);
        assertThat(cast(DataType.BOOL, x)).containsExactly(1, 1, 1, 0);
        assertThat(cast(DataType.INT64, Given.vector(DataType.UINT8, 200))).containsExactly(200);
        assertThat(cast(DataType.INT8, Given.vector(DataType.UINT8, 200))).containsExactly(127);
        assertThat(cast(DataType.UINT8, Given.vector(DataType.INT8, -3))).containsExactly(0);
    }

    /** 2^24 + 1 and 2^24 + 3 lie in the middle between float32 numbers. */
    @Test
    void roundsIntegersToTheNearestFloat() {
        assertThat(cast(DataType.FLOAT32, Given.vector(16777217, 16777219, -5)))
                .containsExactly(16777216, 16777220, -5);
        assertThat(cast(DataType.FLOAT32, Given.vector((1L << 53) + (1L << 29) + 1)))
                .containsExactly(Float.intBitsToFloat(Float.floatToIntBits(0x1p53f) + 1));
    }

    @ParameterizedTest
    @EnumSource(DataType.class)
    void keepsSmallNumbersBetweenAllTypes(DataType from) {
        for (var to : DataType.values()) {
            assertThat(cast(to, Given.counting(from, 2)))
                    .as("%s to %s", from, to)
                    .containsExactly(0, 1);
        }
    }

    @Test
    void givesOnlyZeroAndOneFromBool() {
        assertThat(cast(DataType.INT32, Given.vector(DataType.BOOL, 2, 0))).containsExactly(1, 0);
    }
}
