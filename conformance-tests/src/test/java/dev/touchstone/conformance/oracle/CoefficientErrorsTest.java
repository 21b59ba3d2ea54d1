package dev.touchstone.conformance.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Relu;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoefficientErrorsTest {
    /** Factors 127 and 1, so a code is 1 and a factor half a code off at most; x in steps of 2, y in steps of 4. */
    @Test
    void aFactorIsOffByHalfACodeAndAnOffsetByHalfAProductStep() {
        var x = Tensor.of(TensorType.int8(Shape.of(1, 2), 2), new byte[] {10, -20});
        var parameters = List.of(
                Tensor.of(new float[] {127, 1}, 2),
                Tensor.of(new float[] {0, 0}, 2),
                Tensor.of(new float[] {0, 0}, 2),
                Tensor.of(new float[] {1, 1}, 2));
        var values = new ArrayList<>(List.of(Value.variable("x", x.type())));
        for (int i = 0; i < parameters.size(); i++) {
            values.add(Value.constant("p" + i, parameters.get(i)));
        }
        var y = Value.variable("y", TensorType.int8(Shape.of(1, 2), 4));
        var node = new Node("norm", new BatchNorm(0), values, List.of(y));
        var operands = new ArrayList<>(List.of(x));
        operands.addAll(parameters);

        var widened = CoefficientErrors.widen(
                node, operands, i -> i, new Bounds[] {Bounds.of(Fraction.of(635)), Bounds.of(Fraction.of(-10))});

        // |x| * 1/2 / 4, and 2 * 1/2 / 4; then 2^-22 of |a x| / 4.
        assertThat(reals(widened[0])).containsExactly(635 - 2.75 - 635 * 0x1p-22, 635 + 2.75 + 635 * 0x1p-22);
        assertThat(reals(widened[1])).containsExactly(-10 - 5.25 - 10 * 0x1p-22, -10 + 5.25 + 10 * 0x1p-22);
    }

    private static double[] reals(Bounds bounds) {
        return new double[] {real(bounds.least()), real(bounds.most())};
    }

    private static double real(Fraction f) {
        return f.numerator().doubleValue() / f.denominator().doubleValue();
    }

    @Test
    void otherOperatorsHaveNone() {
        var x = Value.variable("x", TensorType.int8(Shape.of(1), 1));
        var y = Value.variable("y", TensorType.int8(Shape.of(1), 1));
        assertThat(CoefficientErrors.concern(new Node("r", new Relu(), List.of(x), List.of(y))))
                .isFalse();
    }
}
