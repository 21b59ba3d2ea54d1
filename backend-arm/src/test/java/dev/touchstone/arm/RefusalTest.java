package dev.touchstone.arm;

import static dev.touchstone.arm.Graphs.int8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.arm.compile.Coverage;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Abs;
import dev.touchstone.op.Add;
import dev.touchstone.op.ArgMax;
import dev.touchstone.op.Cast;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Gelu;
import dev.touchstone.op.Hw;
import dev.touchstone.op.L2Norm;
import dev.touchstone.op.Log;
import dev.touchstone.op.MatMul;
import dev.touchstone.op.Mish;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Pow;
import dev.touchstone.op.Prelu;
import dev.touchstone.op.Reduce;
import dev.touchstone.op.Resize;
import dev.touchstone.op.Softplus;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the backend leaves to the reference, and why. */
class RefusalTest {
    private static final TensorType REAL = TensorType.float32(1, 4, 6, 6);
    private static final TensorType INT32 = new TensorType(DataType.INT32, Shape.of(1, 4, 6, 6), null);

    static List<Arguments> refusals() {
        var scaled = int8(0.05f, 1, 4, 6, 6);
        return List.of(
                Arguments.of(
                        new Resize(Resize.Method.NEAREST, new Hw(3, 3), Resize.Coordinates.ASYMMETRIC, List.of()),
                        List.of(REAL),
                        "OPERATOR: operator is resize; supported: those with a kernel"),
                Arguments.of(
                        new MatMul(false, false, 1),
                        List.of(REAL, REAL),
                        "OPERATOR: operator is mat_mul; supported: those with a kernel"),
                Arguments.of(
                        new L2Norm(1, 1e-10f),
                        List.of(REAL),
                        "OPERATOR: operator is l2_norm; supported: those with a kernel"),
                Arguments.of(
                        new ArgMax(ArgMax.Kind.MAX, 1, true, DataType.INT64),
                        List.of(REAL),
                        "OPERATOR: operator is arg_max; supported: those with a kernel"),
                Arguments.of(
                        new Cast(DataType.INT32),
                        List.of(REAL),
                        "OPERATOR: operator is cast; supported: those with a kernel"),
                Arguments.of(new Log(), List.of(REAL), "DATA_TYPE: x0 is float32; supported: int8 with a scale"),
                Arguments.of(new Softplus(), List.of(REAL), "DATA_TYPE: x0 is float32; supported: int8 with a scale"),
                Arguments.of(new Mish(), List.of(REAL), "DATA_TYPE: x0 is float32; supported: int8 with a scale"),
                Arguments.of(new Gelu(false), List.of(REAL), "DATA_TYPE: x0 is float32; supported: int8 with a scale"),
                Arguments.of(
                        new Pow(-1),
                        List.of(REAL, REAL),
                        "OPERATOR: operator is pow; supported: add, sub, mul, div, max, min"),
                Arguments.of(
                        new Add(-1),
                        List.of(INT32, INT32),
                        "DATA_TYPE: x0 is int32[1, 4, 6, 6]; supported: int8 with a scale"),
                Arguments.of(
                        new Abs(), List.of(INT32), "DATA_TYPE: x0 is int32[1, 4, 6, 6]; supported: int8 with a scale"),
                Arguments.of(
                        new Reduce(Reduce.Kind.PRODUCT, List.of(1), true),
                        List.of(scaled),
                        "OPERATOR: kind is PRODUCT; supported: MEAN, SUM, MAX, MIN"));
    }

    private static String refusal(Operator operator, List<Value> inputs) {
        var type = GraphBuilder.infer("y", operator, inputs).getFirst();
        var result = inputs.getFirst().type().isQuantizedInt8()
                ? int8(0.05f, type.shape().toArray())
                : type;
        return Coverage.of(new Node("y", operator, inputs, List.of(Value.variable("y", result))))
                .toString();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void saysWhyItLeavesANodeToTheReference(Operator operator, List<TensorType> types, String reason) {
        var g = new Graphs(1);
        assertThat(refusal(operator, types.stream().map(g::input).toList())).isEqualTo(reason);
    }

    @Test
    void leavesSlopesOfElements() {
        var g = new Graphs(1);
        var slopes = g.constant(TensorType.float32(1, 4, 6, 6));
        assertThat(refusal(new Prelu(Prelu.Mode.ELEMENT), List.of(g.input(int8(0.05f, 1, 4, 6, 6)), slopes)))
                .isEqualTo("MODE: mode is ELEMENT; supported: ALL, CHANNEL");
    }

    @Test
    void leavesWindowsWithoutAnElement() {
        var g = new Graphs(1);
        var window = new Window.Sliding(new Hw(1, 1), new Hw(2, 2), Padding.explicit(1, 1, 1, 1), false);
        assertThat(refusal(new Pool2d(Pool2d.Kind.MAX, window, false), List.of(g.input(REAL))))
                .isEqualTo("EMPTY_WINDOW: window is one without; supported: one with an element of the image");
    }

    @Test
    void leavesWeightsThatAreNotFinite() {
        var g = new Graphs(1);
        var weights = Value.constant("w", Tensor.of(new float[] {Float.NaN, 1, 1, 1}, 1, 4, 1, 1));
        assertThat(refusal(Conv2d.plain(), List.of(g.input(REAL), weights)))
                .isEqualTo("WEIGHT: weight is NaN; supported: finite numbers");
    }
}
