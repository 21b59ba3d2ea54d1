package dev.touchstone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.Concat;
import dev.touchstone.op.Split;
import dev.touchstone.op.Stack;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Concat}, {@link Stack} and {@link Split}, element by element from positions, on every data type. */
class ConcatKernelTest {
    @ParameterizedTest
    @EnumSource(DataType.class)
    void laysInputsOneBehindTheOther(DataType type) {
        var a = Given.counting(type, 2, 3, 4);
        var b = Given.counting(type, 2, 1, 4);
        var y = Given.run(new Concat(1), a, b, a);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 7, 4));
        assertThat(Given.numbers(y))
                .isEqualTo(Given.fill(
                        y.shape(),
                        p -> p[1] == 3
                                ? Given.index(b.shape(), p[0], 0, p[2])
                                : Given.index(a.shape(), p[0], p[1] % 4, p[2])));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, -1, -2, -3})
    void concatenatesAlongEveryAxis(int axis) {
        var x = Given.counting(DataType.INT32, 2, 3, 4);
        int at = Math.floorMod(axis, 3);
        var y = Given.run(new Concat(axis), x, x);
        assertThat(Given.numbers(y)).isEqualTo(Given.fill(y.shape(), p -> {
            var source = p.clone();
            source[at] %= x.shape().extent(at);
            return Given.index(x.shape(), source);
        }));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, -1, -2, -3})
    void stacksAlongEveryNewAxis(int axis) {
        var x = Given.counting(DataType.INT64, 2, 3);
        int at = Math.floorMod(axis, 3);
        var y = Given.run(new Stack(axis), x, x, x, x);
        assertThat(y.shape().extent(at)).isEqualTo(4);
        assertThat(Given.numbers(y))
                .isEqualTo(Given.fill(
                        y.shape(), p -> at == 0 ? p[1] * 3 + p[2] : at == 1 ? p[0] * 3 + p[2] : p[0] * 3 + p[1]));
    }

    @ParameterizedTest
    @EnumSource(DataType.class)
    void cutsAlongAnAxis(DataType type) {
        var x = Given.counting(type, 2, 6, 3);
        var pieces = OneNode.run(new Split(-2, List.of(1, 3, 2)), Given.fedAll(x), null);
        int start = 0;
        for (var piece : pieces) {
            int offset = start;
            assertThat(Given.numbers(piece))
                    .isEqualTo(Given.fill(piece.shape(), p -> Given.index(x.shape(), p[0], offset + p[1], p[2])));
            start += piece.shape().extent(1);
        }
        assertThat(start).isEqualTo(6);
    }
}
