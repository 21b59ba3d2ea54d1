package dev.touchstone.conformance.cases;

import dev.touchstone.TouchstoneException;
import dev.touchstone.backend.Support;
import dev.touchstone.conformance.CaseResult;
import dev.touchstone.conformance.Check;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Operator;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/** Cases of rules that say what no backend may run. */
final class Refused {
    private Refused() {}

    /**
     * A node of one input that must be refused.
     *
     * @param outScale of the int8 result
     */
    static Check node(Operator operator, TensorType input, float outScale) {
        return node(operator, List.of(Value.variable("x0", input)), outScale);
    }

    /** A node that must be refused, by {@code supports} or by {@code compile}, with a typed error. */
    static Check node(Operator operator, List<Value> inputs, float outScale) {
        return backend -> {
            var builder = new GraphBuilder("refused");
            inputs.stream().filter(v -> !v.isConstant()).forEach(builder::input);
            var shape = GraphBuilder.infer(operator.name(), operator, inputs)
                    .getFirst()
                    .shape();
            var result = Value.variable("y0", TensorType.int8(shape, outScale));
            var node = builder.add(new Node(operator.name(), operator, inputs, List.of(result)));
            builder.output(node.output());
            try (var opened = backend.open()) {
                if (opened.supports(node) instanceof Support.Unsupported) {
                    return new CaseResult.Passed();
                }
                opened.compile(builder.build()).close();
                return new CaseResult.Failed(
                        "the backend claims and compiles " + operator + " of " + inputs + ", which must be refused");
            } catch (TouchstoneException e) {
                return new CaseResult.Passed();
            }
        };
    }
}
