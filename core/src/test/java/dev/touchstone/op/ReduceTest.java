package dev.touchstone.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reduce, ArgMax, PNorm: operators that lose axes. */
final class ReduceTest {
    private static final Shape X = Shape.of(2, 3, 4);

    private static Reduce reduce(boolean keep, Integer... axes) {
        return new Reduce(Reduce.Kind.MEAN, List.of(axes), keep);
    }

    @Test
    void dropsOrKeepsTheListedAxes() {
        Expected.shape(reduce(false, 1), X, 2, 4);
        Expected.shape(reduce(true, 1), X, 2, 1, 4);
        Expected.shape(reduce(false, -1, 0), X, 3);
        Expected.shape(reduce(true, -1, 0), X, 1, 3, 1);
        Expected.shape(reduce(false, 1, 1, -2), X, 2, 4);
    }

    @Test
    void noAxesMeanAllAxes() {
        Expected.shape(reduce(false), X);
        Expected.shape(reduce(true), X, 1, 1, 1);
        Expected.shape(reduce(false, 0, 1, 2), X);
        Expected.shape(reduce(false), Shape.of());
        assertThat(reduce(false, -1).reduced(X)).containsExactly(false, false, true);
        assertThat(reduce(false).reduced(X)).containsExactly(true, true, true);
    }

    @ParameterizedTest
    @EnumSource(Reduce.Kind.class)
    void onlyTheSumOfInt32IsWider(Reduce.Kind kind) {
        var op = new Reduce(kind, List.of(0), false);

        assertThat(op.infer(List.of(TensorType.of(DataType.INT32, X))))
                .containsExactly(
                        TensorType.of(kind == Reduce.Kind.SUM ? DataType.INT64 : DataType.INT32, Shape.of(3, 4)));
        assertThat(op.infer(List.of(TensorType.int8(X, 0.5f)))).containsExactly(TensorType.int8(Shape.of(3, 4), 0.5f));
    }

    @Test
    void refusesAxesOutsideTheShape() {
        Expected.refusal(reduce(false, 3), X, "axis 3 is outside -3..2, the axes of shape [2, 3, 4]");
        Expected.refusal(reduce(false, -4), X, "axis -4 is outside -3..2, the axes of shape [2, 3, 4]");
        Expected.refusal(reduce(false, 0), List.of(), "has 0 inputs; expected 1");
    }

    @Test
    void argMaxGivesIndices() {
        var x = TensorType.int8(X, 0.5f);

        assertThat(new ArgMax(ArgMax.Kind.MAX, 1, false, DataType.INT64).infer(List.of(x)))
                .containsExactly(TensorType.of(DataType.INT64, Shape.of(2, 4)));
        assertThat(new ArgMax(ArgMax.Kind.MIN, -1, true, DataType.INT32).infer(List.of(x)))
                .containsExactly(TensorType.of(DataType.INT32, Shape.of(2, 3, 1)));
    }

    @Test
    void argMaxRefusesOtherResultTypesAndAxes() {
        Expected.refusal(
                () -> new ArgMax(ArgMax.Kind.MAX, 0, false, DataType.FLOAT32),
                "result type is float32; expected int32 or int64");
        Expected.refusal(
                new ArgMax(ArgMax.Kind.MAX, 3, false, DataType.INT64),
                X,
                "axis 3 is outside -3..2, the axes of shape [2, 3, 4]");
    }

    @Test
    void pNormLosesItsAxis() {
        Expected.shape(new PNorm(2, 1, false), X, 2, 4);
        Expected.shape(new PNorm(Float.POSITIVE_INFINITY, -1, true), X, 2, 3, 1);
        Expected.shape(new PNorm(0, 0, false), X, 3, 4);
        Expected.refusal(() -> new PNorm(Float.NaN, 0, false), "order is NaN; expected a number or an infinity");
        Expected.refusal(
                new PNorm(2, 0, false),
                List.of(TensorType.of(DataType.INT32, X)),
                "input is int32[2, 3, 4]; expected float32 or int8 with a scale");
    }
}
