package dev.touchstone.benchmarks;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.model.GraphModel;
import dev.touchstone.op.FakeQuantize;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.HashMap;
import java.util.List;

/**
 * A network as a model file would give it: float32 in and out, and where an int8 network stores int8, fake quantization
 * with the same scale.
 */
final class SyntheticModel {
    private static final FakeQuantize FAKE = new FakeQuantize(FakeQuantize.Order.CLIP_THEN_ROUND, 8, -1, true, false);

    private SyntheticModel() {}

    /** The model that FULL_INT8 turns into this graph, and FLOAT into this graph if it is float32. */
    static GraphModel of(Graph graph) {
        var builder = new GraphBuilder(graph.name());
        var now = new HashMap<String, Value>();
        for (var input : graph.inputs()) {
            var real = builder.input(input.name(), input.type().withDataType(DataType.FLOAT32));
            now.put(input.name(), quantized(builder, real, input.type()));
        }
        for (var node : graph.nodes()) {
            var operands = node.inputs().stream()
                    .map(v -> now.computeIfAbsent(v.name(), name -> constant(builder, v)))
                    .toList();
            var output = node.output();
            var real = Value.variable(
                    output.name(), TensorType.float32(output.type().shape()));
            builder.add(new Node(node.name(), node.operator(), operands, List.of(real)));
            now.put(output.name(), quantized(builder, real, output.type()));
        }
        graph.outputs().forEach(o -> builder.output(now.getOrDefault(o.name(), o)));
        return new GraphModel(builder.build());
    }

    private static Value constant(GraphBuilder builder, Value constant) {
        var tensor = constant.constant();
        if (tensor == null) {
            throw new IllegalStateException(constant.name() + " is computed by no node");
        }
        if (constant.type().isFloat()) {
            return builder.constant(constant.name(), tensor);
        }
        float scale = constant.type().scale();
        byte[] codes = tensor.toBytes();
        var reals = new float[codes.length];
        for (int i = 0; i < reals.length; i++) {
            reals[i] = codes[i] * scale;
        }
        var shape = constant.type().shape();
        var real = builder.constant(constant.name(), Tensor.of(TensorType.float32(shape), reals));
        return quantized(builder, real, constant.type());
    }

    /** The value as int8 of a type would store it; the value itself if that type is float32. */
    private static Value quantized(GraphBuilder builder, Value real, TensorType type) {
        if (type.isFloat()) {
            return real;
        }
        var threshold = builder.constant(real.name() + ".threshold", Tensor.of(new float[] {127 * type.scale()}, 1));
        return builder.add(real.name() + ".quantized", FAKE, real, threshold);
    }
}
