package dev.touchstone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.Flatten;
import dev.touchstone.op.Identity;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.ShapeOf;
import dev.touchstone.op.Squeeze;
import dev.touchstone.op.Unsqueeze;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The operators that only rename axes, and {@link ShapeOf}, on every data type. */
class ReshapeKernelTest {
    @ParameterizedTest
    @EnumSource(DataType.class)
    void keepsElementsInOrder(DataType type) {
        var x = Given.counting(type, 2, 1, 3);
        for (var operator : List.of(
                new Reshape(List.of(3, -1)),
                new Flatten(List.of(1)),
                new Squeeze(List.of(1)),
                new Unsqueeze(List.of(0)),
                new Identity())) {
            assertThat(Given.numbers(Given.run(operator, x))).containsExactly(0, 1, 2, 3, 4, 5);
        }
    }

    @Test
    void squeezesToAScalar() {
        var y = Given.run(new Squeeze(List.of()), Given.counting(DataType.INT32, 1, 1));
        assertThat(y.shape()).isEqualTo(Shape.of());
        assertThat(y.ints()).containsExactly(0);
    }

    @ParameterizedTest
    @EnumSource(DataType.class)
    void tellsTheExtents(DataType type) {
        assertThat(Given.run(new ShapeOf(), Given.counting(type, 2, 1, 3)).ints())
                .containsExactly(2, 1, 3);
    }
}
