package dev.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Relu;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphModelTest {
    private static GraphModel model() {
        var builder = new GraphBuilder("two layers");
        var x = builder.input("x", TensorType.float32(2, 3));
        var weights = builder.constant("w", Tensor.of(new float[12], 3, 4));
        var product = builder.add("fc", new FullyConnected(1, Activation.NONE), x, weights);
        builder.output(builder.add("relu", new Relu(), product));
        return new GraphModel(builder.build());
    }

    @Test
    void isDescribedByItsGraph() {
        var model = model();

        assertThat(model.name()).isEqualTo("two layers");
        assertThat(model.format()).isEqualTo("graph");
        assertThat(model.inputs()).containsExactly(new Endpoint("x", DataType.FLOAT32, List.of(2, 3)));
        assertThat(model.outputs()).containsExactly(new Endpoint("relu", DataType.FLOAT32, List.of(2, 4)));
        assertThat(model.statistics().operators()).isEqualTo(Map.of("fully_connected", 1, "relu", 1));
        assertThat(model.statistics().parameters()).isEqualTo(1);
        assertThat(model.statistics().parameterElements()).isEqualTo(12);
        assertThat(model.statistics().parameterBytes()).isEqualTo(48);
    }

    @Test
    void hasTheShapesOfItsGraphOnly() {
        var model = model();

        assertThat(model.graph(Map.of())).isSameAs(model.graph());
        assertThat(model.graph(Map.of("x", Shape.of(2, 3)))).isSameAs(model.graph());
        assertThatThrownBy(() -> model.graph(Map.of("x", Shape.of(1, 3))))
                .isInstanceOf(InvalidGraphException.class)
                .hasMessage(
                        "input x of the graph is float32[2, 3]; given is shape [1, 3]; a graph has one shape only, so"
                                + " build it for this one");
        assertThatThrownBy(() -> model.graph(Map.of("image", Shape.of(2, 3))))
                .isInstanceOf(InvalidGraphException.class)
                .hasMessage("the model has no input 'image'; its inputs are [x]");
    }

    @Test
    void takesTheInputsOfOneNodeEachOnce() {
        var x = Value.variable("x", TensorType.float32(2));
        var twice = Value.variable("twice", TensorType.float32(2));

        var model = GraphModel.of(new Node("double", new Add(-1), List.of(x, x), List.of(twice)));

        assertThat(model.inputs()).extracting(Endpoint::name).containsExactly("x");
        assertThat(model.outputs()).extracting(Endpoint::name).containsExactly("twice");
        assertThat(model.graph().nodes()).hasSize(1);
    }
}
