package dev.touchstone.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What tests of operators say: the shape that comes out, or the exact words of a refusal. */
final class Expected {
    private Expected() {}

    static void shape(Operator operator, Shape input, int... extents) {
        assertThat(operator.infer(List.of(TensorType.float32(input))))
                .containsExactly(TensorType.float32(Shape.of(extents)));
    }

    static void refusal(Operator operator, Shape input, String text) {
        refusal(operator, List.of(TensorType.float32(input)), text);
    }

    static void refusal(Operator operator, List<TensorType> inputs, String text) {
        refusal(() -> operator.infer(inputs), text);
    }

    static void refusal(ThrowingCallable making, String text) {
        assertThatThrownBy(making).isInstanceOf(InvalidGraphException.class).hasMessage(text);
    }
}
