package dev.touchstone.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.Relu;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NodeTest {
    private static Node relu(TensorType in, TensorType out) {
        return new Node("a", new Relu(), List.of(Value.variable("x", in)), List.of(Value.variable("y", out)));
    }

    @Test
    void aNodeThatAGraphCanHoldHasNoFaults() {
        assertThat(relu(TensorType.float32(2), TensorType.float32(2)).faults()).isEmpty();
    }

    @Test
    void everyFaultOfANodeIsNamed() {
        assertThat(relu(TensorType.float32(2), TensorType.float32(3)).faults())
                .containsExactly("a (relu): output y is float32[3]; expected float32[2]");
    }
}
