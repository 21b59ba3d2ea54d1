package dev.touchstone.backend;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.InvalidInputException;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.op.Relu;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SignatureTest {
    private static final Tensor TWO = Tensor.of(new float[2], 2);
    private static final Tensor THREE = Tensor.of(new float[3], 3);

    private static Signature signature() {
        var builder = new GraphBuilder("g");
        builder.output(builder.add("y", new Relu(), builder.input("x", TensorType.float32(2))));
        return Signature.of(builder.build());
    }

    @Test
    void tensorsOfTheGraphsTypesPass() {
        assertThatCode(() -> signature().require(List.of(TWO), List.of(TWO))).doesNotThrowAnyException();
    }

    @Test
    void otherTensorsAreNamed() {
        assertThatThrownBy(() -> signature().require(List.of(THREE), List.of(TWO)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("input x is float32[3]; expected float32[2]");
        assertThatThrownBy(() -> signature().require(List.of(TWO), List.of(THREE)))
                .hasMessage("output y is float32[3]; expected float32[2]");
        assertThatThrownBy(() -> signature().require(List.of(), List.of(TWO)))
                .hasMessage("the run was given 0 inputs; expected 1");
    }
}
