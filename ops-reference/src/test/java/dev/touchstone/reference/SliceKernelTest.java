package dev.touchstone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.Slice;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link Slice}, element by element from positions. */
class SliceKernelTest {
    @ParameterizedTest
    @EnumSource(DataType.class)
    void takesElementsAtEvenSteps(DataType type) {
        var x = Given.counting(type, 3, 5, 7);
        var slice = new Slice(List.of(2, 0), List.of(6, 1), List.of(3, 2), List.of(-2, 1));
        var y = Given.run(slice, x);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 5, 3));
        assertThat(Given.numbers(y))
                .isEqualTo(Given.fill(y.shape(), p -> Given.index(x.shape(), 1 + p[0], p[1], 6 - 2 * p[2])));
    }

    @Test
    void walksBackwards() {
        var reversed = new Slice(List.of(0), List.of(3), List.of(4), List.of(-1));
        assertThat(Given.run(reversed, Given.vector(10, 20, 30, 40)).ints()).containsExactly(40, 30, 20, 10);
    }
}
