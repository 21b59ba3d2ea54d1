package dev.touchstone.conformance.oracle;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Operator;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * A graph of one node and what it reads.
 *
 * @param inputs in the node's order, constants included
 */
record Drawn(Node node, List<Tensor> inputs) {
    /** An operand that the caller feeds, or a constant. */
    record Input(Tensor tensor, boolean constant) {
        static Input fed(Tensor tensor) {
            return new Input(tensor, false);
        }

        static Input constant(Tensor tensor) {
            return new Input(tensor, true);
        }
    }

    /** A node whose int8 outputs have the scale given; what the operator infers to be no int8 stays as it is. */
    static Drawn of(Operator operator, float scale, List<Input> inputs) {
        return of(operator, scale, false, inputs);
    }

    /**
     * A node.
     *
     * @param product whether an inferred float32 may be int8: that of a convolution or matrix product
     */
    static Drawn of(Operator operator, float scale, boolean product, List<Input> inputs) {
        var values = new ArrayList<Value>();
        for (int i = 0; i < inputs.size(); i++) {
            var tensor = inputs.get(i).tensor;
            values.add(
                    inputs.get(i).constant
                            ? Value.constant("in" + i, tensor)
                            : Value.variable("in" + i, tensor.type()));
        }
        var outputs = new ArrayList<Value>();
        for (var type : GraphBuilder.infer("node", operator, values)) {
            boolean int8 = type.isQuantizedInt8() || product;
            outputs.add(Value.variable("out" + outputs.size(), int8 ? TensorType.int8(type.shape(), scale) : type));
        }
        return new Drawn(
                new Node("node", operator, values, outputs),
                inputs.stream().map(Input::tensor).toList());
    }

    Graph graph() {
        var builder = new GraphBuilder("drawn");
        node.inputs().stream().filter(v -> !v.isConstant()).forEach(builder::input);
        builder.add(node);
        node.outputs().forEach(builder::output);
        return builder.build();
    }

    /** What the caller feeds. */
    List<Tensor> fed() {
        var fed = new ArrayList<Tensor>();
        for (int i = 0; i < inputs.size(); i++) {
            if (!node.input(i).isConstant()) {
                fed.add(inputs.get(i));
            }
        }
        return fed;
    }
}
