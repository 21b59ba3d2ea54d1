package dev.touchstone.reference;

import static dev.touchstone.reference.OneNode.fed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.Hw;
import dev.touchstone.op.MaxPool2dWithIndex;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules X1 to X3, by hand. */
class MaxPool2dWithIndexKernelTest {
    private static final MaxPool2dWithIndex HALVES =
            new MaxPool2dWithIndex(new Window.Sliding(new Hw(2, 2), new Hw(2, 2), Padding.NONE, false));

    @Test
    void tellsWhereTheFirstMaximumOfEachPlaneIs() {
        float[] x = {1, 5, 2, 2, 5, 0, 2, 2, -4, -3, 9, 8, -2, -9, 7, 9};
        var results = OneNode.run(HALVES, List.of(fed(Tensor.of(x, 1, 2, 2, 4))), null);
        assertThat(results.get(0).floats()).containsExactly(5, 2, -2, 9);
        assertThat(results.get(1).ints()).containsExactly(1, 2, 4, 2);
    }

    @Test
    void neverTakesANanOrPadding() {
        var padded = new MaxPool2dWithIndex(
                new Window.Sliding(new Hw(1, 2), new Hw(1, 2), Padding.explicit(0, 0, 1, 1), false));
        float[] x = {-7, Float.NaN, Float.NaN, Float.NaN, -8};
        var results = OneNode.run(padded, List.of(fed(Tensor.of(x, 1, 1, 1, 5))), null);
        assertThat(results.get(0).floats()).containsExactly(-7, -Float.MAX_VALUE, -8);
        assertThat(results.get(1).ints()).containsExactly(0, -1, 4);
    }

    @Test
    void usesAdaptiveBins() {
        float[] ramp = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        var results = OneNode.run(
                new MaxPool2dWithIndex(new Window.Adaptive(new Hw(2, 3))),
                List.of(fed(Tensor.of(ramp, 1, 1, 2, 5))),
                null);
        assertThat(results.get(0).floats()).containsExactly(1, 3, 4, 6, 8, 9);
        assertThat(results.get(1).ints()).containsExactly(1, 3, 4, 6, 8, 9);
    }

    @Test
    void requantizesTheMaximumOfInt8() {
        byte[] x = {-10, -3, 100, 100, -3, -127, 50, 100};
        var results = OneNode.run(
                HALVES,
                List.of(fed(Tensor.of(TensorType.int8(Shape.of(1, 1, 2, 4), 0.5f), x))),
                TensorType.int8(Shape.of(1, 1, 1, 2), 0.25f));
        assertThat(results.get(0).bytes()).containsExactly(new byte[] {-6, 127});
        assertThat(results.get(1).ints()).containsExactly(1, 2);
    }

    @Test
    void refusesAnEmptyWindowOnInt8() {
        var x = Tensor.allocate(TensorType.int8(Shape.of(1, 1, 1, 2), 1));
        var op = new MaxPool2dWithIndex(
                new Window.Sliding(new Hw(1, 2), new Hw(1, 3), Padding.explicit(0, 0, 1, 1), true));
        assertThat(OneNode.refusal(op, List.of(fed(x)), null)).startsWith("EMPTY_WINDOW: window of output column 1");
    }
}
