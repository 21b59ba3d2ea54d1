package dev.touchstone.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** MatMul and FullyConnected. */
final class MatMulTest {
    private static final MatMul PLAIN = new MatMul(false, false, 1);

    private static TensorType f(int... extents) {
        return TensorType.float32(extents);
    }

    @Test
    void multipliesRowsByColumns() {
        assertThat(PLAIN.infer(List.of(f(3, 4), f(4, 2)))).containsExactly(f(3, 2));
        assertThat(new MatMul(true, false, 1).infer(List.of(f(4, 3), f(4, 2)))).containsExactly(f(3, 2));
        assertThat(new MatMul(false, true, 1).infer(List.of(f(3, 4), f(2, 4)))).containsExactly(f(3, 2));
        assertThat(new MatMul(true, true, 0.5f).infer(List.of(f(4, 3), f(2, 4))))
                .containsExactly(f(3, 2));
    }

    @Test
    void leadingExtentsBroadcast() {
        assertThat(PLAIN.infer(List.of(f(2, 1, 3, 4), f(5, 4, 2)))).containsExactly(f(2, 5, 3, 2));
        assertThat(PLAIN.infer(List.of(f(2, 3, 4), f(4, 2)))).containsExactly(f(2, 3, 2));
        assertThat(PLAIN.infer(List.of(f(3, 4), f(2, 4, 2)))).containsExactly(f(2, 3, 2));
        assertThat(MatMul.batch(Shape.of(2, 5, 3, 4))).isEqualTo(Shape.of(2, 5));
    }

    @Test
    void refusesOperandsThatDoNotMeet() {
        Expected.refusal(
                PLAIN,
                List.of(f(3, 4), f(5, 2)),
                "operands [3, 4] and [5, 2] have inner extents 4 and 5; expected equal");
        Expected.refusal(
                PLAIN, List.of(f(4), f(4, 2)), "operands [4] and [4, 2] have ranks 1 and 2; expected 2 or more each");
        Expected.refusal(
                PLAIN, List.of(f(2, 3, 4), f(3, 4, 2)), "shapes [2] and [3] do not broadcast: 2 against 3 in axis 0");
        Expected.refusal(PLAIN, List.of(f(3, 4)), "has 1 input; expected 2");
        Expected.refusal(() -> new MatMul(false, false, Float.NaN), "alpha is NaN; expected a finite number");
    }

    @Test
    void scalesOfAnInt8WeightBelongToItsOutputColumns() {
        var x = TensorType.int8(Shape.of(3, 2), 1);
        var scales = new Quantization.PerChannel(1, List.of(1f, 2f));
        var weight = new TensorType(DataType.INT8, Shape.of(2, 2), scales);

        assertThat(PLAIN.infer(List.of(x, weight))).containsExactly(f(3, 2));
        Expected.refusal(
                new MatMul(false, true, 1),
                List.of(x, weight),
                "weight has 2 scales along axis 1; expected one scale, or one for each index of axis 0");
    }

    @Test
    void fullyConnectedFlattensBehindTheRows() {
        var op = new FullyConnected(1, Activation.NONE);

        assertThat(op.infer(List.of(f(2, 3, 4), f(12, 5)))).containsExactly(f(2, 5));
        assertThat(op.infer(List.of(f(2, 3, 4), f(12, 5), f(5)))).containsExactly(f(2, 5));
        assertThat(op.infer(List.of(f(2, 3, 4), f(12, 5), f(1, 5)))).containsExactly(f(2, 5));
        assertThat(new FullyConnected(2, Activation.RELU).infer(List.of(f(2, 3, 4), f(4, 5))))
                .containsExactly(f(2, 3, 5));
        assertThat(op.withActivation(Activation.RELU)).isEqualTo(new FullyConnected(1, Activation.RELU));
    }

    @Test
    void fullyConnectedRefusesWeightsThatDoNotFit() {
        var op = new FullyConnected(1, Activation.NONE);
        Expected.refusal(
                op,
                List.of(f(2, 3, 4), f(11, 5)),
                "weight has 11 rows, input [2, 3, 4] gives 12 columns; expected equal");
        Expected.refusal(op, List.of(f(2, 3), f(3, 5, 1)), "weight [3, 5, 1] has rank 3; expected 2");
        Expected.refusal(op, List.of(f(2), f(2, 5)), "rows is 1, input [2] has rank 1; expected less");
        Expected.refusal(op, List.of(f(2, 3), f(3, 5), f(3)), "bias [3] has 3 elements; expected [5]");
        Expected.refusal(op, List.of(f(2, 3)), "has 1 input; expected 2 to 3");
        Expected.refusal(() -> new FullyConnected(0, Activation.NONE), "rows is 0; expected 1 or more");
        Expected.refusal(
                op,
                List.of(
                        TensorType.int8(Shape.of(2, 3), 1),
                        new TensorType(
                                DataType.INT8, Shape.of(3, 1), new Quantization.PerChannel(0, List.of(1f, 1f, 1f)))),
                "weight has 3 scales along axis 0; expected one scale, or one for each index of axis 1");
    }
}
