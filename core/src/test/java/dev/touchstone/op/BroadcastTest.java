package dev.touchstone.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule E1, probe by probe as native Paddle answers on X = [2, 3, 4, 5]. */
final class BroadcastTest {
    private static final Shape X = Shape.of(2, 3, 4, 5);

    private static Shape shape(String text) {
        if (text.isBlank()) {
            return Shape.of();
        }
        return Shape.of(java.util.Arrays.stream(text.trim().split(" "))
                .mapToInt(Integer::parseInt)
                .toArray());
    }

    @ParameterizedTest
    @CsvSource({
        // Y, axis, Y filled with ones
        "3 1 1, 1, 1 3 1 1",
        "3 1 1, -1, 1 3 1 1",
        "1 1 1, 1, 1 1 1 1",
        "1 4, 1, 1 1 4 1",
        "1 3, 0, 1 3 1 1",
        "2 1 4, 0, 2 1 4 1",
        "2 1, 0, 2 1 1 1",
        "1, 0, 1 1 1 1",
        "1, 1, 1 1 1 1",
        "1, 2, 1 1 1 1",
        "1, 3, 1 1 1 1",
        "1 1, 2, 1 1 1 1",
        "1 1, 3, 1 1 1 1",
        "5, 3, 1 1 1 5",
        "5, -1, 1 1 1 5",
        "5 1, 3, 1 1 1 5",
        "4 5 1, 2, 1 1 4 5",
        "4 1 1, 2, 1 1 4 1",
        "2 3, 0, 2 3 1 1",
        "3 1, 1, 1 3 1 1",
        "4 1, 2, 1 1 4 1",
        "4 1, -1, 1 1 4 1",
        "1 5, 2, 1 1 1 5",
        "'', -1, 1 1 1 1"
    })
    void theOperandOfLowerRankStartsAtTheAxis(String y, int axis, String filled) {
        assertThat(Broadcast.of(X, shape(y), axis)).isEqualTo(new Broadcast(X, shape(filled), X));
        assertThat(Broadcast.of(shape(y), X, axis)).isEqualTo(new Broadcast(shape(filled), X, X));
    }

    @Test
    void theFirstOperandMayBeTheSmaller() {
        assertThat(Broadcast.of(X, Shape.of(6, 2, 3, 4, 5), 1).output()).isEqualTo(Shape.of(6, 2, 3, 4, 5));
        assertThat(Broadcast.of(X, Shape.of(2, 3, 4, 5, 1), 0).output()).isEqualTo(Shape.of(2, 3, 4, 5, 1));
        assertThat(Broadcast.of(Shape.of(3), Shape.of(3, 2), 0).output()).isEqualTo(Shape.of(3, 2));
        assertThat(Broadcast.of(Shape.of(2, 3), Shape.of(3, 1, 1), 1).output()).isEqualTo(Shape.of(3, 2, 3));
    }

    @Test
    void onesOfBothSidesBroadcast() {
        assertThat(Broadcast.of(Shape.of(1, 1, 3, 1), Shape.of(1, 2, 3, 4), -1).output())
                .isEqualTo(Shape.of(1, 2, 3, 4));
        assertThat(Broadcast.of(Shape.of(4, 1, 3), Shape.of(2, 1), -1).output()).isEqualTo(Shape.of(4, 2, 3));
        assertThat(Broadcast.of(X, Shape.of(2, 1, 4, 1), 0).output()).isEqualTo(X);
    }

    @ParameterizedTest
    @CsvSource({"-3", "-1", "0", "2", "7"})
    void equalShapesIgnoreTheAxis(int axis) {
        assertThat(Broadcast.of(X, Shape.of(2, 3, 4, 5), axis)).isEqualTo(new Broadcast(X, X, X));
    }

    @ParameterizedTest
    @CsvSource({
        // Y, axis, the two extents and the axis that clash
        "4 1, 1, 3 against 4 in axis 1",
        "3 1, -1, 4 against 3 in axis 2",
        "5 1, -1, 4 against 5 in axis 2",
        "3 1 1, 2, 4 against 3 in axis 2",
        "3 4 5 1, 0, 2 against 3 in axis 0",
        "2 3 4 5 6, -1, 2 against 3 in axis 1",
        "3, -1, 5 against 3 in axis 3"
    })
    void refusesExtentsThatClash(String y, int axis, String clash) {
        var other = shape(y);
        Expected.refusal(
                () -> Broadcast.of(X, other, axis), "shapes [2, 3, 4, 5] and " + other + " do not broadcast: " + clash);
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 3", "3, -3, 3", "3 4, -3, 2", "3, -5, 3", "3, -2, 3", "3 4, 3, 2", "'', 4, 3"})
    void refusesAnAxisThatLeavesTheShape(String y, int axis, int most) {
        Expected.refusal(
                () -> Broadcast.of(X, shape(y), axis),
                "axis is " + axis + " for shapes [2, 3, 4, 5] and " + shape(y) + "; expected -1 to " + most);
    }

    @Test
    void refusesAnAxisForShapesOfEqualRank() {
        Expected.refusal(
                () -> Broadcast.of(X, Shape.of(2, 3, 1, 1), 1),
                "axis is 1 for shapes [2, 3, 4, 5] and [2, 3, 1, 1] of equal rank; expected -1 or 0");
    }
}
