package dev.touchstone.conformance.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.ConformanceCase;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Value;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.TensorType;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The list of operators is complete: whoever is not on it cannot have uint8 with a scale. */
class Uint8CasesTest {
    static Stream<String> others() {
        return Operators.sources(0).stream().map(s -> s.name()).filter(o -> !Uint8Cases.OPERATORS.contains(o));
    }

    @ParameterizedTest
    @MethodSource("others")
    void otherOperatorsAskForInt8(String operator) {
        var int8 = Operators.sources(0).stream()
                .filter(s -> s.name().equals(operator))
                .flatMap(s -> s.cases())
                .map(ConformanceCase::computation)
                .flatMap(Optional::stream)
                .filter(c -> c.graph().nodes().getFirst().inputs().stream()
                        .anyMatch(v -> v.type().isQuantizedInt8()))
                .findFirst();

        int8.ifPresent(c -> assertThatThrownBy(() -> inferredOnUint8(c)).isInstanceOf(InvalidGraphException.class));
    }

    private static void inferredOnUint8(Computation computation) {
        var node = computation.graph().nodes().getFirst();
        var inputs = node.inputs().stream().map(Uint8CasesTest::uint8).toList();
        assertThat(GraphBuilder.infer(node.name(), node.operator(), inputs)).isEmpty();
    }

    private static Value uint8(Value value) {
        var type = value.type();
        return type.isQuantizedInt8()
                ? Value.variable(
                        value.name(), new TensorType(DataType.UINT8, type.shape(), new Quantization.PerTensor(1, 128)))
                : value;
    }
}
