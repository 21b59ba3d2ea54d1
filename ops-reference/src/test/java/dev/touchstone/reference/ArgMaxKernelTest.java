package dev.touchstone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.ArgMax;
import dev.touchstone.op.ArgMax.Kind;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule R4. */
class ArgMaxKernelTest {
    private static final float NAN = Float.NaN;
    private static final ArgMax MAX = new ArgMax(Kind.MAX, 0, true, DataType.INT64);
    private static final ArgMax MIN = new ArgMax(Kind.MIN, 0, true, DataType.INT64);

    @Test
    void takesTheLowestIndexAmongEquals() {
        assertThat(Given.run(MAX, Given.vector(1f, 3f, 3f, 2f)).longs()).containsExactly(1);
        assertThat(Given.run(MIN, Given.vector(4f, 1f, 1f)).longs()).containsExactly(1);
        assertThat(Given.run(MAX, Given.vector(-0f, 0f)).longs()).containsExactly(0);
    }

    @Test
    void passesOverNan() {
        assertThat(Given.run(MAX, Given.vector(1, NAN, 3)).longs()).containsExactly(2);
        assertThat(Given.run(MAX, Given.vector(NAN, 1, 2)).longs()).containsExactly(2);
        assertThat(Given.run(MIN, Given.vector(NAN, 1, NAN)).longs()).containsExactly(1);
        assertThat(Given.run(MAX, Given.vector(NAN, Float.NEGATIVE_INFINITY)).longs())
                .containsExactly(1);
        assertThat(Given.run(MAX, Given.vector(NAN, NAN)).longs()).containsExactly(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, -2})
    void searchesAlongTheAxis(int axis) {
        var x = Tensor.of(new float[] {1, 2, 7, 3, 8, 5}, 2, 3);
        var y = Given.run(new ArgMax(Kind.MAX, axis, false, DataType.INT32), x);
        boolean columns = axis == 0 || axis == -2;
        assertThat(y.ints()).containsExactly(columns ? new int[] {1, 1, 0} : new int[] {2, 1});
        assertThat(y.shape()).isEqualTo(Shape.of(columns ? 3 : 2));
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"INT8", "UINT8", "INT32", "INT64"})
    void comparesIntegers(DataType type) {
        var x = Given.counting(type, 3);
        switch (type) {
            case INT32 -> x.ints()[0] = -1;
            case INT64 -> x.longs()[0] = -1;
            default -> x.bytes()[0] = -1;
        }
        boolean signed = type != DataType.UINT8;
        assertThat(Given.run(MAX, x).longs()).containsExactly(signed ? 2 : 0);
        assertThat(Given.run(MIN, x).longs()).containsExactly(signed ? 0 : 1);
    }

    @Test
    void comparesStepsOfQuantizedInt8() {
        assertThat(Given.run(MAX, Given.int8(0.1f, Shape.of(3), "-5 100 100")).longs())
                .containsExactly(1);
    }
}
