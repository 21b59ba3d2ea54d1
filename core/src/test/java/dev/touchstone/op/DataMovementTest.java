package dev.touchstone.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Concat, Split, Stack, Transpose, Slice, Pad, Identity, ShapeOf. */
final class DataMovementTest {
    private static final int MOST = Integer.MAX_VALUE;

    private static TensorType f(int... extents) {
        return TensorType.float32(extents);
    }

    @Test
    void concatAddsTheExtentsOfOneAxis() {
        assertThat(new Concat(1).infer(List.of(f(2, 3, 4), f(2, 1, 4), f(2, 5, 4))))
                .containsExactly(f(2, 9, 4));
        assertThat(new Concat(-1).infer(List.of(f(2, 3), f(2, 1)))).containsExactly(f(2, 4));
        assertThat(new Concat(0).infer(List.of(f(2, 3)))).containsExactly(f(2, 3));
        assertThat(new Concat(0)
                        .infer(List.of(TensorType.int8(Shape.of(1), 0.5f), TensorType.int8(Shape.of(2), 0.25f))))
                .containsExactly(TensorType.int8(Shape.of(3), 0.5f));
    }

    @Test
    void concatRefusesWhatDiffersOutsideItsAxis() {
        var concat = new Concat(1);
        Expected.refusal(concat, List.of(f(2, 3), f(3, 3)), "inputs [2, 3] and [3, 3] differ outside axis 1");
        Expected.refusal(concat, List.of(f(2, 3), f(2, 3, 1)), "inputs [2, 3] and [2, 3, 1] differ outside axis 1");
        Expected.refusal(
                concat,
                List.of(f(2, 3), TensorType.of(DataType.INT32, Shape.of(2, 3))),
                "operands are float32 and int32; expected one data type");
        Expected.refusal(
                concat,
                List.of(TensorType.of(DataType.INT8, Shape.of(2, 3)), TensorType.int8(Shape.of(2, 3), 1)),
                "operands are int8[2, 3] and int8[2, 3] scale 1.0; expected both with a scale or none");
        Expected.refusal(new Concat(2), List.of(f(2, 3)), "axis 2 is outside -2..1, the axes of shape [2, 3]");
        Expected.refusal(new Concat(-3), List.of(f(2, 3)), "axis -3 is outside -2..1, the axes of shape [2, 3]");
        Expected.refusal(concat, List.of(), "has 0 inputs; expected 1 or more");
    }

    @Test
    void concatOfMoreThanATensorHoldsIsRefused() {
        var half = TensorType.of(DataType.INT8, Shape.of(1 << 30));
        Expected.refusal(
                new Concat(0),
                List.of(half, half),
                "output extent of axis 0 is 2147483648; expected at most 2147483647");
    }

    @Test
    void splitCutsOneAxisIntoSections() {
        assertThat(new Split(1, List.of(1, 2, 3)).infer(List.of(f(2, 6)))).containsExactly(f(2, 1), f(2, 2), f(2, 3));
        assertThat(new Split(-2, List.of(2)).infer(List.of(f(2, 6)))).containsExactly(f(2, 6));
    }

    @Test
    void splitRefusesSectionsThatDoNotFillTheAxis() {
        Expected.refusal(
                new Split(1, List.of(1, 2)), Shape.of(2, 6), "sections [1, 2] sum to 3, axis 1 of [2, 6] has 6");
        Expected.refusal(
                new Split(0, List.of(MOST, MOST)),
                Shape.of(2),
                "sections [2147483647, 2147483647] sum to 4294967294, axis 0 of [2] has 2");
        Expected.refusal(new Split(2, List.of(6)), Shape.of(2, 6), "axis 2 is outside -2..1, the axes of shape [2, 6]");
        Expected.refusal(() -> new Split(0, List.of()), "no sections; expected one or more");
        Expected.refusal(() -> new Split(0, List.of(3, 0)), "section is 0; expected 1 or more");
    }

    @Test
    void stackMakesANewAxis() {
        var x = f(2, 3);
        assertThat(new Stack(0).infer(List.of(x, x, x, x))).containsExactly(f(4, 2, 3));
        assertThat(new Stack(1).infer(List.of(x, x, x, x))).containsExactly(f(2, 4, 3));
        assertThat(new Stack(2).infer(List.of(x, x, x, x))).containsExactly(f(2, 3, 4));
        assertThat(new Stack(-1).infer(List.of(x, x, x, x))).containsExactly(f(2, 3, 4));
        assertThat(new Stack(-3).infer(List.of(x))).containsExactly(f(1, 2, 3));
        assertThat(new Stack(0).infer(List.of(f(), f()))).containsExactly(f(2));
    }

    @Test
    void stackRefusesDifferentShapesAndAxesBeyondTheNewRank() {
        Expected.refusal(new Stack(0), List.of(f(2, 3), f(3, 2)), "inputs are [2, 3] and [3, 2]; expected one shape");
        Expected.refusal(new Stack(3), List.of(f(2, 3)), "axis 3 is outside -3..2, where [2, 3] can grow");
        Expected.refusal(new Stack(-4), List.of(f(2, 3)), "axis -4 is outside -3..2, where [2, 3] can grow");
        Expected.refusal(
                new Stack(0),
                List.of(f(2), TensorType.of(DataType.INT64, Shape.of(2))),
                "operands are float32 and int64; expected one data type");
    }

    @Test
    void transposePermutesTheExtents() {
        Expected.shape(new Transpose(List.of(0, 2, 3, 1)), Shape.of(2, 3, 4, 5), 2, 4, 5, 3);
        Expected.shape(new Transpose(List.of(1, 0)), Shape.of(2, 3), 3, 2);
        Expected.shape(new Transpose(List.of()), Shape.of());
    }

    @Test
    void transposeRefusesWhatIsNoPermutation() {
        Expected.refusal(() -> new Transpose(List.of(0, 0)), "[0, 0] is not a permutation of 0..1");
        Expected.refusal(() -> new Transpose(List.of(0, 2)), "[0, 2] is not a permutation of 0..1");
        Expected.refusal(() -> new Transpose(List.of(-1, 0)), "[-1, 0] is not a permutation of 0..1");
        Expected.refusal(new Transpose(List.of(1, 0)), Shape.of(2, 3, 4), "input [2, 3, 4] has rank 3; expected 2");
    }

    private static Slice slice(int axis, int start, int count, int stride) {
        return new Slice(List.of(axis), List.of(start), List.of(count), List.of(stride));
    }

    @Test
    void sliceTakesEvenlySpacedElements() {
        Expected.shape(slice(1, 1, 2, 1), Shape.of(2, 4), 2, 2);
        Expected.shape(slice(1, 0, 2, 3), Shape.of(2, 4), 2, 2); // 0, 3
        Expected.shape(slice(1, 3, 4, -1), Shape.of(2, 4), 2, 4); // 3, 2, 1, 0
        Expected.shape(
                new Slice(List.of(2, 0), List.of(1, 0), List.of(1, 1), List.of(1, 1)), Shape.of(2, 3, 4), 1, 3, 1);
        Expected.shape(new Slice(List.of(), List.of(), List.of(), List.of()), Shape.of(2, 3), 2, 3);
    }

    @Test
    void sliceRefusesElementsOutsideTheAxis() {
        Expected.refusal(slice(1, 1, 4, 1), Shape.of(2, 4), "elements 1 to 4 are outside axis 1 of [2, 4]");
        Expected.refusal(slice(1, -1, 1, 1), Shape.of(2, 4), "elements -1 to -1 are outside axis 1 of [2, 4]");
        Expected.refusal(slice(1, 2, 4, -1), Shape.of(2, 4), "elements 2 to -1 are outside axis 1 of [2, 4]");
        Expected.refusal(
                slice(0, 0, MOST, MOST),
                Shape.of(2),
                "elements 0 to 4611686011984936962 are outside axis 0 of [2]"); // (2^31 - 2) * (2^31 - 1)
        Expected.refusal(slice(2, 0, 1, 1), Shape.of(2, 4), "axis 2 is outside 0..1, the axes of shape [2, 4]");
        Expected.refusal(slice(-1, 0, 1, 1), Shape.of(2, 4), "axis -1 is outside 0..1, the axes of shape [2, 4]");
    }

    @Test
    void sliceRefusesAttributesThatDoNotFitEachOther() {
        Expected.refusal(
                () -> new Slice(List.of(0, 1), List.of(0), List.of(1, 1), List.of(1, 1)),
                "axes [0, 1], starts [0], counts [1, 1], strides [1, 1] differ in length");
        Expected.refusal(
                () -> new Slice(List.of(0, 0), List.of(0, 0), List.of(1, 1), List.of(1, 1)),
                "axes [0, 0] repeat; expected each once");
        Expected.refusal(() -> slice(0, 0, 0, 1), "count is 0; expected 1 or more");
        Expected.refusal(() -> slice(0, 0, 1, 0), "stride is 0; expected any other number");
    }

    private static Pad pad(Pad.Mode mode, int before, int after) {
        return new Pad(mode, List.of(0, before), List.of(0, after), 0);
    }

    @Test
    void padAddsToBothEnds() {
        var x = Shape.of(2, 4);
        Expected.shape(pad(Pad.Mode.CONSTANT, 9, 1), x, 2, 14);
        Expected.shape(pad(Pad.Mode.EDGE, 0, 5), x, 2, 9);
        Expected.shape(pad(Pad.Mode.REFLECT, 3, 3), x, 2, 10);
        Expected.shape(pad(Pad.Mode.CIRCULAR, 4, 4), x, 2, 12);
    }

    @Test
    void padRefusesMoreThanTheImageGives() {
        var x = Shape.of(2, 4);
        Expected.refusal(
                pad(Pad.Mode.REFLECT, 4, 0),
                x,
                "REFLECT pads 4 and 0 of axis 1 exceed 3, the most that extent 4 allows");
        Expected.refusal(
                pad(Pad.Mode.CIRCULAR, 0, 5),
                x,
                "CIRCULAR pads 0 and 5 of axis 1 exceed 4, the most that extent 4 allows");
        Expected.refusal(
                pad(Pad.Mode.CONSTANT, MOST, MOST),
                x,
                "shape [2, 4294967298]: extent 4294967298 is not in 1..2147483647");
        Expected.refusal(pad(Pad.Mode.EDGE, 1, 1), Shape.of(4), "input [4] has rank 1; expected 2");
        Expected.refusal(() -> pad(Pad.Mode.EDGE, -1, 1), "pad before is -1; expected 0 or more");
        Expected.refusal(() -> pad(Pad.Mode.EDGE, 1, -1), "pad after is -1; expected 0 or more");
        Expected.refusal(
                () -> new Pad(Pad.Mode.EDGE, List.of(1), List.of(1, 2), 0),
                "pads before [1] and after [1, 2] differ in length");
    }

    @Test
    void identityKeepsEverything() {
        var x = TensorType.int8(Shape.of(2, 3), 0.5f);

        assertThat(new Identity().infer(List.of(x))).containsExactly(x);
    }

    @Test
    void theShapeOfATensorIsInt32() {
        assertThat(new ShapeOf().infer(List.of(f(2, 3, 4))))
                .containsExactly(TensorType.of(DataType.INT32, Shape.of(3)));
        Expected.refusal(
                new ShapeOf(), Shape.of(), "input is a scalar; expected rank 1 or more, since no tensor is empty");
    }
}
