package dev.touchstone.reference;

import dev.touchstone.backend.RunMonitor;
import dev.touchstone.backend.Support;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Operator;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs single operators through the public backend. */
final class OneNode {
    private OneNode() {}

    /** An operand that the caller feeds. */
    static Operand fed(Tensor tensor) {
        return new Operand(tensor, false);
    }

    /** An operand that is part of the graph. */
    static Operand constant(Tensor tensor) {
        return new Operand(tensor, true);
    }

    /** A tensor and how it reaches the node. */
    record Operand(Tensor tensor, boolean constant) {}

    /** The node, with the given first output type or the inferred one. */
    static Node node(Operator operator, List<Operand> operands, @Nullable TensorType output) {
        var values = new ArrayList<Value>();
        for (int i = 0; i < operands.size(); i++) {
            var o = operands.get(i);
            values.add(o.constant ? Value.constant("in" + i, o.tensor) : Value.variable("in" + i, o.tensor.type()));
        }
        var types = new ArrayList<>(GraphBuilder.infer("node", operator, values));
        if (output != null) {
            types.set(0, output);
        }
        var outputs = new ArrayList<Value>();
        for (int i = 0; i < types.size(); i++) {
            outputs.add(Value.variable("out" + i, types.get(i)));
        }
        return new Node("node", operator, values, outputs);
    }

    /** The outputs. */
    static List<Tensor> run(Operator operator, List<Operand> operands, @Nullable TensorType output) {
        var node = node(operator, operands, output);
        var builder = new GraphBuilder("one node");
        var fed = new ArrayList<Tensor>();
        for (int i = 0; i < operands.size(); i++) {
            if (!operands.get(i).constant) {
                builder.input(node.input(i));
                fed.add(operands.get(i).tensor);
            }
        }
        builder.add(node);
        node.outputs().forEach(builder::output);
        var results =
                node.outputs().stream().map(v -> Tensor.allocate(v.type())).toList();
        try (var backend = new ReferenceBackend();
                var compiled = backend.compile(builder.build())) {
            compiled.run(fed, results, RunMonitor.NONE);
        }
        return results;
    }

    /** Why the backend does not support the node. */
    static String refusal(Operator operator, List<Operand> operands, @Nullable TensorType output) {
        try (var backend = new ReferenceBackend()) {
            return switch (backend.supports(node(operator, operands, output))) {
                case Support.Supported() -> "supported";
                case Support.Unsupported u -> u.toString();
            };
        }
    }
}
