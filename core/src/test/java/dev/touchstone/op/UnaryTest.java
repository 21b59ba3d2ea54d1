package dev.touchstone.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class UnaryTest {
    private static final List<Unary> ALL = List.of(
            new Abs(),
            new Ceil(),
            new Clip(-1, 1),
            new Elu(1),
            new Exp(),
            new Floor(),
            new Gelu(false),
            new HardSigmoid(0.2f, 0.5f),
            new HardSwish(6, 6, 3),
            new LeakyRelu(0.02f),
            new Log(),
            new Mish(),
            new Reciprocal(),
            new Relu(),
            new Relu6(6),
            new Round(),
            new Rsqrt(),
            new Scale(2, 1, true),
            new Sigmoid(),
            new Softplus(),
            new Sqrt(),
            new Square(),
            new Swish(1),
            new Tanh());

    static Stream<Unary> all() {
        return ALL.stream();
    }

    @Test
    void theListIsComplete() {
        assertThat(ALL.stream().<Class<?>>map(Unary::getClass))
                .containsExactlyInAnyOrder(Unary.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("all")
    void keepsTheType(Unary op) {
        var x = TensorType.int8(Shape.of(2, 3), 0.5f);

        assertThat(op.infer(List.of(x))).containsExactly(x);
        assertThat(op.infer(List.of(TensorType.float32()))).containsExactly(TensorType.float32());
        Expected.refusal(op, List.of(x, x), "has 2 inputs; expected 1");
    }

    @Test
    void namesAreTheRecordsInSnakeCase() {
        assertThat(ALL.stream().map(Operator::name).toList())
                .isEqualTo(Arrays.asList(
                        "abs",
                        "ceil",
                        "clip",
                        "elu",
                        "exp",
                        "floor",
                        "gelu",
                        "hard_sigmoid",
                        "hard_swish",
                        "leaky_relu",
                        "log",
                        "mish",
                        "reciprocal",
                        "relu",
                        "relu6",
                        "round",
                        "rsqrt",
                        "scale",
                        "sigmoid",
                        "softplus",
                        "sqrt",
                        "square",
                        "swish",
                        "tanh"));
    }

    @Test
    void refusesNumbersWithoutMeaning() {
        float nan = Float.NaN;
        float inf = Float.POSITIVE_INFINITY;
        Expected.refusal(() -> new Clip(2, 1), "min is 2.0, max is 1.0; expected min <= max");
        Expected.refusal(() -> new Clip(nan, 1), "min is NaN, max is 1.0; expected min <= max");
        Expected.refusal(() -> new Elu(nan), "alpha is NaN; expected a finite number");
        Expected.refusal(() -> new LeakyRelu(inf), "alpha is Infinity; expected a finite number");
        Expected.refusal(() -> new HardSigmoid(nan, 0), "slope is NaN; expected a finite number");
        Expected.refusal(() -> new HardSigmoid(0, nan), "offset is NaN; expected a finite number");
        Expected.refusal(() -> new HardSwish(nan, 6, 3), "threshold is NaN; expected a finite number");
        Expected.refusal(() -> new HardSwish(6, 6, nan), "offset is NaN; expected a finite number");
        Expected.refusal(() -> new HardSwish(6, 0, 3), "scale is 0.0; expected a finite number but 0");
        Expected.refusal(() -> new Relu6(0), "threshold is 0.0; expected a positive number");
        Expected.refusal(() -> new Scale(nan, 0, true), "scale is NaN; expected a finite number");
        Expected.refusal(() -> new Scale(1, inf, true), "bias is Infinity; expected a finite number");
        Expected.refusal(() -> new Swish(nan), "beta is NaN; expected a finite number");
    }

    @Test
    void aScaleOfOneWithoutBiasChangesNothing() {
        assertThat(new Scale(1, 0, true).isIdentity()).isTrue();
        assertThat(new Scale(1, 0, false).isIdentity()).isTrue();
        assertThat(new Scale(1, 1, true).isIdentity()).isFalse();
        assertThat(new Scale(2, 0, true).isIdentity()).isFalse();
    }

    @Test
    void preluHasOneSlopeForAllForAChannelOrForAnElement() {
        var x = TensorType.float32(2, 3, 4, 5);

        assertThat(new Prelu(Prelu.Mode.ALL).infer(List.of(x, TensorType.float32(1))))
                .containsExactly(x);
        assertThat(new Prelu(Prelu.Mode.CHANNEL).infer(List.of(x, TensorType.float32(1, 3, 1, 1))))
                .containsExactly(x);
        assertThat(new Prelu(Prelu.Mode.ELEMENT).infer(List.of(x, TensorType.float32(1, 3, 4, 5))))
                .containsExactly(x);
    }

    @Test
    void preluRefusesAnotherNumberOfSlopes() {
        var x = TensorType.float32(2, 3, 4, 5);
        Expected.refusal(
                new Prelu(Prelu.Mode.ALL), List.of(x, TensorType.float32(3)), "slope [3] has 3 elements; expected 1");
        Expected.refusal(
                new Prelu(Prelu.Mode.CHANNEL),
                List.of(x, TensorType.float32(4)),
                "slope [4] has 4 elements; expected 3");
        Expected.refusal(
                new Prelu(Prelu.Mode.ELEMENT),
                List.of(x, TensorType.float32(3)),
                "slope [3] has 3 elements; expected 60");
        Expected.refusal(
                new Prelu(Prelu.Mode.CHANNEL),
                List.of(TensorType.float32(3), TensorType.float32(3)),
                "input [3] has no channel axis; expected rank 2 or more");
        Expected.refusal(
                new Prelu(Prelu.Mode.ALL),
                List.of(x, TensorType.int8(Shape.of(1), 1)),
                "slope is int8; expected float32");
    }
}
