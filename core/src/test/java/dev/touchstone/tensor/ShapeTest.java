package dev.touchstone.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.InvalidGraphException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class ShapeTest {
    private static void refused(ThrowingCallable making, String text) {
        assertThatThrownBy(making).isInstanceOf(InvalidGraphException.class).hasMessage(text);
    }

    @Test
    void knowsItsExtents() {
        var shape = Shape.of(2, 3, 4);

        assertThat(shape.rank()).isEqualTo(3);
        assertThat(shape.extent(1)).isEqualTo(3);
        assertThat(shape.elements()).isEqualTo(24);
        assertThat(shape.product(1, 3)).isEqualTo(12);
        assertThat(shape.product(2, 2)).isEqualTo(1);
        assertThat(shape.toArray()).containsExactly(2, 3, 4);
        assertThat(shape).hasToString("[2, 3, 4]");
    }

    @Test
    void aScalarHasOneElement() {
        assertThat(Shape.of().rank()).isZero();
        assertThat(Shape.of().elements()).isEqualTo(1);
        assertThat(Shape.of()).hasToString("[]");
    }

    @Test
    void isAValue() {
        assertThat(Shape.of(2, 3)).isEqualTo(Shape.of(List.of(2, 3))).isEqualTo(Shape.of(new long[] {2, 3}));
        assertThat(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
        assertThat(Shape.of(2, 3)).isNotEqualTo(Shape.of(3, 2)).isNotEqualTo(Shape.of(2, 3, 1));
    }

    @Test
    void sharesNoArrayWithItsCaller() {
        var extents = new int[] {2, 3};
        var shape = Shape.of(extents);
        extents[0] = 7;
        shape.toArray()[1] = 7;

        assertThat(shape).isEqualTo(Shape.of(2, 3));
    }

    @Test
    void oneExtentCanBeReplaced() {
        assertThat(Shape.of(2, 3).with(1, 5)).isEqualTo(Shape.of(2, 5));
        refused(() -> Shape.of(2, 3).with(0, 0), "shape [0, 3]: extent 0 is not positive");
    }

    @Test
    void axesMayCountFromTheEnd() {
        assertThat(Shape.of(2, 3).axis(-1)).isEqualTo(1);
        assertThat(Shape.of(2, 3).axis(-2)).isEqualTo(0);
        assertThat(Shape.of(2, 3).axis(1)).isEqualTo(1);
        refused(() -> Shape.of(2, 3).axis(2), "axis 2 is outside -2..1, the axes of shape [2, 3]");
        refused(() -> Shape.of(2, 3).axis(-3), "axis -3 is outside -2..1, the axes of shape [2, 3]");
        refused(() -> Shape.of().axis(0), "axis 0 is given for a scalar, which has none");
    }

    @Test
    void refusesExtentsThatAreNotPositive() {
        refused(() -> Shape.of(2, 0), "shape [2, 0]: extent 0 is not positive");
        refused(() -> Shape.of(-1), "shape [-1]: extent -1 is not positive");
        refused(() -> Shape.of(new long[] {1L << 31}), "shape [2147483648]: extent 2147483648 is not in 1..2147483647");
        refused(() -> Shape.of(new long[] {2, -1}), "shape [2, -1]: extent -1 is not in 1..2147483647");
    }

    @Test
    void productsBeyondAnArrayAreRefusedNotWrapped() {
        var tooMany = ": more than 2147483639 elements, the most that one tensor can hold";
        assertThat(Shape.of(Shape.MAX_ELEMENTS).elements()).isEqualTo(2147483639);
        refused(() -> Shape.of(2147483640), "shape [2147483640]" + tooMany);
        refused(() -> Shape.of(65536, 65536), "shape [65536, 65536]" + tooMany);
        // 2^32 * 2^32 would be 0 in 64 bits.
        refused(() -> Shape.of(65536, 65536, 65536, 65536), "shape [65536, 65536, 65536, 65536]" + tooMany);
    }
}
