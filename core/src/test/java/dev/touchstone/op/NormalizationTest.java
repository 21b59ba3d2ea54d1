package dev.touchstone.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Softmax, L2Norm, BatchNorm, Resize. */
final class NormalizationTest {
    private static TensorType f(int... extents) {
        return TensorType.float32(extents);
    }

    private static final List<TensorType> INTEGERS = List.of(TensorType.of(DataType.INT32, Shape.of(2, 3)));

    @Test
    void softmaxKeepsTheShapeOnAnyAxis() {
        Expected.shape(new Softmax(-1), Shape.of(2, 3), 2, 3);
        Expected.shape(new Softmax(0), Shape.of(2, 3), 2, 3);
        Expected.refusal(new Softmax(2), Shape.of(2, 3), "axis 2 is outside -2..1, the axes of shape [2, 3]");
        Expected.refusal(new Softmax(0), INTEGERS, "input is int32[2, 3]; expected float32 or int8 with a scale");
    }

    @Test
    void l2NormKeepsTheShapeOnAnyAxis() {
        Expected.shape(new L2Norm(1, 1e-10f), Shape.of(2, 3), 2, 3);
        Expected.refusal(new L2Norm(-3, 0), Shape.of(2, 3), "axis -3 is outside -2..1, the axes of shape [2, 3]");
        Expected.refusal(new L2Norm(0, 0), INTEGERS, "input is int32[2, 3]; expected float32 or int8 with a scale");
        Expected.refusal(() -> new L2Norm(1, -1), "epsilon is -1.0; expected 0 or more, finite");
        Expected.refusal(
                () -> new L2Norm(1, Float.POSITIVE_INFINITY), "epsilon is Infinity; expected 0 or more, finite");
        Expected.refusal(() -> new L2Norm(1, Float.NaN), "epsilon is NaN; expected 0 or more, finite");
    }

    @Test
    void batchNormHasFourParametersOfTheChannels() {
        var op = new BatchNorm(1e-5f);
        var c = f(3);

        assertThat(op.infer(List.of(f(2, 3), c, c, c, c))).containsExactly(f(2, 3));
        assertThat(op.infer(List.of(f(2, 3, 4, 5, 6), c, c, c, c))).containsExactly(f(2, 3, 4, 5, 6));
    }

    @Test
    void batchNormRefusesParametersOfAnotherLength() {
        var op = new BatchNorm(1e-5f);
        var c = f(3);
        Expected.refusal(op, List.of(f(2, 3), f(2), c, c, c), "scale is float32[2]; expected float32[3]");
        Expected.refusal(op, List.of(f(2, 3), c, f(4), c, c), "bias is float32[4]; expected float32[3]");
        Expected.refusal(op, List.of(f(2, 3), c, c, f(1), c), "mean is float32[1]; expected float32[3]");
        Expected.refusal(
                op,
                List.of(f(2, 3), c, c, c, TensorType.of(DataType.INT32, Shape.of(3))),
                "variance is int32[3]; expected float32[3]");
        Expected.refusal(op, List.of(f(3), c, c, c, c), "input [3] has rank 1; expected 2 to 5");
        Expected.refusal(op, List.of(f(2, 3), c), "has 2 inputs; expected 5");
        Expected.refusal(
                op,
                List.of(INTEGERS.getFirst(), c, c, c, c),
                "input is int32[2, 3]; expected float32 or int8 with a scale");
    }

    @Test
    void batchNormTakesTheEpsilonsThatPaddleTakes() {
        assertThat(new BatchNorm(0).epsilon()).isZero();
        assertThat(new BatchNorm(1e-3f).epsilon()).isEqualTo(1e-3f);
        Expected.refusal(() -> new BatchNorm(0.01f), "epsilon is 0.01; expected a number in [0, 0.001]");
        Expected.refusal(() -> new BatchNorm(-1e-9f), "epsilon is -1.0E-9; expected a number in [0, 0.001]");
        Expected.refusal(() -> new BatchNorm(Float.NaN), "epsilon is NaN; expected a number in [0, 0.001]");
    }

    private static Resize resize(Resize.Method method, Resize.Coordinates coordinates, int h, int w, Float... scales) {
        return new Resize(method, new Hw(h, w), coordinates, List.of(scales));
    }

    @Test
    void resizeChangesHeightAndWidth() {
        Expected.shape(
                resize(Resize.Method.NEAREST, Resize.Coordinates.ALIGN_CORNERS, 8, 3),
                Shape.of(2, 3, 4, 5),
                2,
                3,
                8,
                3);
        Expected.shape(
                resize(Resize.Method.BILINEAR, Resize.Coordinates.HALF_PIXEL, 1, 1, 0.25f, 0.2f),
                Shape.of(2, 3, 4, 5),
                2,
                3,
                1,
                1);
    }

    @Test
    void resizeRefusesSizesScalesAndCoordinatesWithoutMeaning() {
        var nearest = Resize.Method.NEAREST;
        var asymmetric = Resize.Coordinates.ASYMMETRIC;
        Expected.refusal(() -> resize(nearest, asymmetric, 0, 3), "output height is 0; expected 1 or more");
        Expected.refusal(() -> resize(nearest, asymmetric, 3, -1), "output width is -1; expected 1 or more");
        Expected.refusal(
                () -> resize(nearest, asymmetric, 3, 3, 2f), "scales are [2.0]; expected none or two positive numbers");
        Expected.refusal(
                () -> resize(nearest, asymmetric, 3, 3, 2f, 0f),
                "scales are [2.0, 0.0]; expected none or two positive numbers");
        Expected.refusal(
                () -> resize(nearest, Resize.Coordinates.HALF_PIXEL, 3, 3),
                "coordinates are HALF_PIXEL for NEAREST; expected ALIGN_CORNERS or ASYMMETRIC");
        Expected.refusal(
                resize(nearest, asymmetric, 3, 3), Shape.of(2, 3, 4), "input [2, 3, 4] has rank 3; expected 4");
        Expected.refusal(
                resize(nearest, asymmetric, 1 << 20, 1 << 20),
                Shape.of(1, 1, 2, 2),
                "shape [1, 1, 1048576, 1048576]: more than 2147483639 elements, the most that one tensor can hold");
    }
}
