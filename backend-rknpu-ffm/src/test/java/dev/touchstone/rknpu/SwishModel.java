package dev.touchstone.rknpu;

import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.model.GraphModel;
import dev.touchstone.op.Abs;
import dev.touchstone.op.Dequantize;
import dev.touchstone.op.HardSwish;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Relu;
import dev.touchstone.pass.Precision;
import dev.touchstone.runtime.SessionOptions;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/** Float numbers to int8 and back, with three functions between, of which the library has the first and the last. */
final class SwishModel {
    /** On the device what it takes, in the types that the graph has. */
    static final SessionOptions OPTIONS = options();

    private static final TensorType CODES = TensorType.int8(Shape.of(1, 1, 2, 2), 0.5f);

    private SwishModel() {}

    private static SessionOptions options() {
        var options =
                SessionOptions.defaults().withBackends("rknpu", "reference").withPrecision(Precision.FLOAT);
        for (var limit : IsolatedSimulator.LIMITS.entrySet()) {
            options = options.withSetting(limit.getKey(), limit.getValue());
        }
        return options;
    }

    static GraphModel model() {
        var builder = new GraphBuilder("swish");
        var x = builder.input("x", TensorType.float32(1, 1, 2, 2));
        var codes = add(builder, new Quantize(0.5f), x, CODES);
        var positive = add(builder, new Relu(), codes, CODES);
        var swish = add(builder, new HardSwish(6, 6, 3), positive, CODES);
        var absolute = add(builder, new Abs(), swish, CODES);
        builder.output(add(builder, new Dequantize(), absolute, TensorType.float32(1, 1, 2, 2)));
        return new GraphModel(builder.build());
    }

    /** A node with the name of its operator, and an output of the same name. */
    private static Value add(GraphBuilder builder, Operator operator, Value input, TensorType type) {
        var output = Value.variable(operator.name(), type);
        builder.add(new Node(operator.name(), operator, List.of(input), List.of(output)));
        return output;
    }
}
