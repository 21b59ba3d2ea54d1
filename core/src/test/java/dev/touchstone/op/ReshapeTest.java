package dev.touchstone.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReshapeTest {
    private static Reshape to(Integer... shape) {
        return new Reshape(List.of(shape));
    }

    @Test
    void zeroCopiesTheExtentOfTheSameIndex() {
        Expected.shape(to(0, 0, -1), Shape.of(2, 3, 4, 5), 2, 3, 20);
        Expected.shape(to(4, -1, 0), Shape.of(2, 6, 2), 4, 3, 2);
        Expected.shape(to(0, 0, 0, 0, 1), Shape.of(2, 3, 4, 5), 2, 3, 4, 5, 1);
    }

    @Test
    void minusOneTakesWhatIsLeft() {
        Expected.shape(to(-1), Shape.of(2, 3, 4), 24);
        Expected.shape(to(24, -1), Shape.of(2, 3, 4), 24, 1);
        Expected.shape(to(-1), Shape.of(), 1);
        Expected.shape(to(), Shape.of(1, 1));
    }

    @Test
    void keepsTheScale() {
        assertThat(to(6).infer(List.of(TensorType.int8(Shape.of(2, 3), 0.5f))))
                .containsExactly(TensorType.int8(Shape.of(6), 0.5f));
    }

    @Test
    void refusesShapesOfAnotherSize() {
        Expected.refusal(to(5), Shape.of(2, 3), "shape [5] does not hold the 6 elements of [2, 3]");
        Expected.refusal(to(4, -1), Shape.of(2, 3), "shape [4, -1] does not hold the 6 elements of [2, 3]");
        Expected.refusal(to(7, -1), Shape.of(2, 3), "shape [7, -1] does not hold the 6 elements of [2, 3]");
        Expected.refusal(
                to(2, 12, 0),
                Shape.of(4, 6),
                "shape [2, 12, 0] copies extent 2, input [4, 6] has rank 2; expected 0 only below the rank");
    }

    @Test
    void productsThatOverflowAreRefusedNotWrapped() {
        int most = Integer.MAX_VALUE;
        Expected.refusal(
                to(most, most, most, -1),
                Shape.of(2, 3),
                "shape [2147483647, 2147483647, 2147483647, -1] does not hold the 6 elements of [2, 3]");
        Expected.refusal(
                to(1 << 16, 1 << 16, 1 << 16, 1 << 16),
                Shape.of(1),
                "shape [65536, 65536, 65536, 65536] does not hold the 1 elements of [1]");
    }

    @Test
    void refusesShapesWithoutMeaning() {
        Expected.refusal(() -> to(2, -2), "shape [2, -2] has an extent below -1; expected -1 or more");
        Expected.refusal(() -> to(-1, -1), "shape [-1, -1] has more than one -1");
    }

    @Test
    void refusesToMoveAnAxisThatHasScales() {
        var weights = new TensorType(DataType.INT8, Shape.of(2, 3), new Quantization.PerChannel(0, List.of(1f, 2f)));

        Expected.refusal(to(3, 2), List.of(weights), "2 scales along axis 0 do not fit shape [3, 2]");
    }

    @Test
    void flattenMergesTheAxesBetweenCuts() {
        var x = Shape.of(2, 3, 4, 5);
        Expected.shape(new Flatten(List.of(1)), x, 2, 60);
        Expected.shape(new Flatten(List.of(0)), x, 1, 120);
        Expected.shape(new Flatten(List.of(4)), x, 120, 1);
        Expected.shape(new Flatten(List.of(1, 3)), x, 2, 12, 5);
        Expected.shape(new Flatten(List.of(1, 2, 3)), x, 2, 3, 4, 5);
        Expected.shape(new Flatten(List.of(2, 2)), x, 6, 1, 20);
        Expected.shape(new Flatten(List.of()), x, 120);
        Expected.shape(new Flatten(List.of()), Shape.of(), 1);
    }

    @Test
    void flattenRefusesCutsOutOfOrderOrBeyondTheRank() {
        Expected.refusal(() -> new Flatten(List.of(2, 1)), "cuts [2, 1] do not ascend from 0");
        Expected.refusal(() -> new Flatten(List.of(-1)), "cuts [-1] do not ascend from 0");
        Expected.refusal(
                new Flatten(List.of(1, 4)), Shape.of(2, 3, 4), "cuts [1, 4] exceed the rank 3 of input [2, 3, 4]");
    }

    @Test
    void squeezeDropsTheListedAxesOrAllOnes() {
        Expected.shape(new Squeeze(List.of(0, -1)), Shape.of(1, 3, 1, 1), 3, 1);
        Expected.shape(new Squeeze(List.of()), Shape.of(1, 3, 1, 4), 3, 4);
        Expected.shape(new Squeeze(List.of()), Shape.of(1, 1));
        Expected.shape(new Squeeze(List.of(2, 2, -2)), Shape.of(1, 3, 1, 4), 1, 3, 4);
        Expected.shape(new Squeeze(List.of()), Shape.of(2, 3), 2, 3);
    }

    @Test
    void squeezeRefusesAxesThatHoldMore() {
        Expected.refusal(new Squeeze(List.of(1)), Shape.of(1, 3), "axis 1 of [1, 3] has extent 3; expected 1");
        Expected.refusal(new Squeeze(List.of(2)), Shape.of(1, 3), "axis 2 is outside -2..1, the axes of shape [1, 3]");
    }

    @Test
    void unsqueezeInsertsOneAxisAfterTheOther() {
        Expected.shape(new Unsqueeze(List.of(1, 0)), Shape.of(9), 1, 9, 1);
        Expected.shape(new Unsqueeze(List.of(0, 0)), Shape.of(9), 1, 1, 9);
        Expected.shape(new Unsqueeze(List.of(2, 0)), Shape.of(3, 4), 1, 3, 4, 1);
        Expected.shape(new Unsqueeze(List.of(0, -1)), Shape.of(2, 3, 4, 5), 1, 2, 3, 4, 5, 1);
        Expected.shape(new Unsqueeze(List.of(-2)), Shape.of(2, 3), 2, 1, 3);
        Expected.shape(new Unsqueeze(List.of(0)), Shape.of(), 1);
    }

    @Test
    void unsqueezeRefusesAxesBeyondTheRankReached() {
        Expected.refusal(
                new Unsqueeze(List.of(3, 2)), Shape.of(4, 5), "axis 3 is outside -3..2, where [4, 5] can grow");
        Expected.refusal(
                new Unsqueeze(List.of(2, -5)), Shape.of(4, 5), "axis -5 is outside -4..3, where [4, 5, 1] can grow");
        Expected.refusal(() -> new Unsqueeze(List.of()), "no axes; expected one or more");
    }
}
