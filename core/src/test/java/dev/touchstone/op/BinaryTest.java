package dev.touchstone.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class BinaryTest {
    static Stream<Binary> all() {
        return Stream.of(new Add(-1), new Sub(-1), new Mul(-1), new Div(-1), new Max(-1), new Min(-1), new Pow(-1));
    }

    @ParameterizedTest
    @MethodSource("all")
    void broadcastsShapesAndKeepsTheFirstScale(Binary op) {
        var a = TensorType.int8(Shape.of(2, 1, 4), 0.5f);
        var b = TensorType.int8(Shape.of(3, 1), 0.25f);

        assertThat(op.infer(List.of(a, b))).containsExactly(TensorType.int8(Shape.of(2, 3, 4), 0.5f));
    }

    @Test
    void honoursTheAxis() {
        assertThat(new Mul(1).infer(List.of(TensorType.float32(2, 3, 4, 5), TensorType.float32(3))))
                .containsExactly(TensorType.float32(2, 3, 4, 5));
    }

    @ParameterizedTest
    @MethodSource("all")
    void refusesOperandsOfDifferentKinds(Binary op) {
        var x = TensorType.float32(2);
        Expected.refusal(op, List.of(x), "has 1 input; expected 2");
        Expected.refusal(
                op,
                List.of(x, TensorType.of(DataType.INT32, Shape.of(2))),
                "operands are float32 and int32; expected one data type");
        Expected.refusal(
                op,
                List.of(TensorType.int8(Shape.of(2), 0.5f), TensorType.of(DataType.INT8, Shape.of(2))),
                "operands are int8[2] scale 0.5 and int8[2]; expected both with a scale or none");
    }

    @Test
    void integersOfOneTypePass() {
        var x = TensorType.of(DataType.INT64, Shape.of(2));

        assertThat(new Add(-1).infer(List.of(x, x))).containsExactly(x);
    }
}
