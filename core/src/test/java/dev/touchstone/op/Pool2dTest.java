package dev.touchstone.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Pool2dTest {
    private static Pool2d pool(Window window) {
        return new Pool2d(Pool2d.Kind.AVERAGE, window, false);
    }

    private static Window sliding(int kernel, int stride, Padding padding, boolean ceil) {
        return new Window.Sliding(new Hw(kernel, kernel), new Hw(stride, stride), padding, ceil);
    }

    @ParameterizedTest
    @CsvSource({
        // in, kernel, stride, before, after, floor, ceil
        "5, 2, 2, 0, 0, 2, 3",
        "6, 2, 2, 0, 0, 3, 3",
        "112, 3, 2, 1, 1, 56, 57", // 111/2 + 1; (111+1)/2 + 1
        "7, 3, 2, 0, 1, 3, 4", // 5/2 + 1; 6/2 + 1
        "2, 3, 2, 0, 0, 1, 1", // -1/2 + 1; (-1+1)/2 + 1
        "2, 2, 3, 1, 1, 1, 2", // 2/3 + 1; 4/3 + 1
        "1, 1, 1, 2, 2, 5, 5"
    })
    void slidingWindowsAreCountedByTruncatingDivision(
            int in, int kernel, int stride, int before, int after, int floor, int ceil) {
        var padding = Padding.explicit(before, after, before, after);

        assertThat(sliding(kernel, stride, padding, false).outputs(in, in)).isEqualTo(new Hw(floor, floor));
        assertThat(sliding(kernel, stride, padding, true).outputs(in, in)).isEqualTo(new Hw(ceil, ceil));
    }

    @Test
    void samePaddingWithCeilMayAddAWindow() {
        assertThat(sliding(1, 3, Padding.SAME, false).outputs(8, 8)).isEqualTo(new Hw(3, 3));
        assertThat(sliding(1, 3, Padding.SAME, true).outputs(8, 8)).isEqualTo(new Hw(4, 4)); // (8 - 1 + 2) / 3 + 1
        assertThat(sliding(2, 2, Padding.SAME, false).outputs(5, 5)).isEqualTo(new Hw(3, 3));
        assertThat(sliding(2, 2, Padding.VALID, false).outputs(5, 5)).isEqualTo(new Hw(2, 2));
    }

    @Test
    void globalAndAdaptiveSayTheirSize() {
        Expected.shape(pool(new Window.Global()), Shape.of(2, 3, 5, 7), 2, 3, 1, 1);
        Expected.shape(pool(new Window.Adaptive(new Hw(3, 2))), Shape.of(2, 3, 5, 5), 2, 3, 3, 2);
        Expected.shape(pool(new Window.Adaptive(new Hw(9, 1))), Shape.of(2, 3, 5, 5), 2, 3, 9, 1);
    }

    @Test
    void keepsTypeAndScale() {
        var x = TensorType.int8(Shape.of(1, 2, 4, 4), 0.25f);

        assertThat(pool(sliding(2, 2, Padding.NONE, false)).infer(List.of(x)))
                .containsExactly(TensorType.int8(Shape.of(1, 2, 2, 2), 0.25f));
    }

    @Test
    void theIndexIsInt32OfTheSameShape() {
        var x = TensorType.int8(Shape.of(1, 2, 4, 4), 0.25f);

        assertThat(new MaxPool2dWithIndex(new Window.Global()).infer(List.of(x)))
                .containsExactly(
                        TensorType.int8(Shape.of(1, 2, 1, 1), 0.25f),
                        TensorType.of(DataType.INT32, Shape.of(1, 2, 1, 1)));
    }

    @Test
    void refusesWindowsThatReachTooFar() {
        Expected.refusal(
                pool(sliding(3, 1, Padding.NONE, false)),
                Shape.of(1, 1, 2, 2),
                "kernel reaches over 3 of the padded height 2; expected less than 3");
        Expected.refusal(
                pool(sliding(5, 2, Padding.NONE, true)),
                Shape.of(1, 1, 2, 2),
                "kernel reaches over 5 of the padded height 2; expected less than 5");
    }

    @Test
    void arithmeticBeyond32BitsIsRefusedNotWrapped() {
        int most = Integer.MAX_VALUE;
        Expected.refusal(
                pool(sliding(1, 1, Padding.explicit(0, 0, most, most), false)),
                Shape.of(1, 1, 1, 1),
                "output width is 4294967295; expected at most 2147483647");
        assertThat(sliding(1, most, Padding.NONE, true).outputs(most, most)).isEqualTo(new Hw(2, 2));
    }

    @Test
    void refusesOtherRanksTypesAndArity() {
        var op = pool(new Window.Global());
        Expected.refusal(op, Shape.of(3, 5, 7), "input [3, 5, 7] has rank 3; expected 4");
        Expected.refusal(
                op,
                List.of(TensorType.of(DataType.INT32, Shape.of(1, 1, 2, 2))),
                "input is int32[1, 1, 2, 2]; expected float32 or int8 with a scale");
        Expected.refusal(op, List.of(), "has 0 inputs; expected 1");
        Expected.refusal(new MaxPool2dWithIndex(new Window.Global()), List.of(), "has 0 inputs; expected 1");
    }

    @Test
    void refusesAttributesBelowOne() {
        Expected.refusal(() -> sliding(0, 1, Padding.NONE, false), "kernel is 0; expected 1 or more");
        Expected.refusal(() -> sliding(1, 0, Padding.NONE, false), "stride is 0; expected 1 or more");
        Expected.refusal(() -> new Window.Adaptive(new Hw(3, 0)), "adaptive output size is 0; expected 1 or more");
    }

    @Test
    void windowsHaveShortText() {
        assertThat(new Window.Global()).hasToString("global");
        assertThat(new Window.Adaptive(new Hw(3, 2))).hasToString("adaptive 3x2");
        assertThat(sliding(3, 2, Padding.SAME, true)).hasToString("3x3 stride 2x2 padding SAME ceil");
        assertThat(sliding(2, 2, Padding.NONE, false)).hasToString("2x2 stride 2x2 padding 0");
    }
}
