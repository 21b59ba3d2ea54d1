package dev.touchstone.pass;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FakeDequantize;
import dev.touchstone.op.FakeQuantize;
import dev.touchstone.op.FakeQuantize.Order;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Operator;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Small source graphs in the form that Paddle's quantization leaves behind, and a short text of what became of them. */
final class Net {
    private final GraphBuilder builder = new GraphBuilder("net");
    private final Map<String, Value> quantizers = new HashMap<>();

    Value input(String name, int... extents) {
        return builder.input(name, TensorType.float32(extents));
    }

    Value constant(String name, float[] values, int... extents) {
        return Value.constant(name, Tensor.of(values, extents));
    }

    /** One number, as thresholds are stored. */
    Value number(String name, float value) {
        return constant(name, new float[] {value}, 1);
    }

    Value add(String name, Operator operator, Value... inputs) {
        return builder.add(name, operator, inputs);
    }

    /** A node whose result carries a recorded range. */
    Value add(String name, Operator operator, float range, Value... inputs) {
        var type = GraphBuilder.infer(name, operator, List.of(inputs)).getFirst();
        var result = Value.variable(name, type).withRange(range);
        return builder.add(new Node(name, operator, List.of(inputs), List.of(result)))
                .output();
    }

    List<Value> addAll(String name, Operator operator, List<String> outputs, Value... inputs) {
        return builder.add(name, operator, List.of(inputs), outputs);
    }

    /** {@code fake_quantize_moving_average_abs_max}: the integers of x; all readers share it. */
    Value quantized(Value x, float threshold) {
        return quantizers.computeIfAbsent(
                x.name(), name -> add(name + ".quantized", quantizer(false), x, number(name + ".scale", threshold)));
    }

    /** {@code fake_quantize_dequantize_moving_average_abs_max}: x, rounded. */
    Value rounded(Value x, float threshold) {
        return add(x.name() + ".rounded", quantizer(true), x, number(x.name() + ".rounded.scale", threshold));
    }

    static FakeQuantize quantizer(boolean dequantize) {
        return new FakeQuantize(Order.CLIP_THEN_ROUND, 8, -1, dequantize, false);
    }

    /**
     * A 1x1 convolution of integers and the dequantizer behind it: the weights' step is {@code 127 / maxRange}.
     *
     * @param threshold of x
     */
    Value conv(String name, Value x, Value weights, float threshold, float maxRange) {
        var integers = add(name + ".integers", Conv2d.plain(), quantized(x, threshold), weights);
        return add(name, new FakeDequantize(-1, maxRange), integers, number(name + ".dequantize.scale", threshold));
    }

    /** As {@link #conv}, for a matrix. */
    Value fullyConnected(String name, Value x, Value weights, float threshold, float maxRange) {
        var operator = new FullyConnected(1, Activation.NONE);
        var integers = add(name + ".integers", operator, quantized(x, threshold), weights);
        return add(name, new FakeDequantize(-1, maxRange), integers, number(name + ".dequantize.scale", threshold));
    }

    /** The addition of one number for each channel, as a folded batch norm leaves it. */
    Value bias(String name, Value x, float... values) {
        return add(name, new Add(1), x, constant(name + ".b", values, values.length));
    }

    Graph output(Value... values) {
        for (var value : values) {
            builder.output(value);
        }
        return builder.build();
    }

    /**
     * One line for each node: {@code result type scale = operator(inputs)}. Constants stand in brackets, a fused
     * activation behind the operator.
     */
    static List<String> text(Graph graph) {
        var lines = new ArrayList<String>();
        for (var node : graph.nodes()) {
            lines.add(node.outputs().stream().map(Net::text).collect(Collectors.joining(", ")) + " = "
                    + node.operator().name() + activation(node.operator())
                    + node.inputs().stream()
                            .map(v -> v.isConstant() ? "[" + text(v) + "]" : v.name())
                            .collect(Collectors.joining(", ", "(", ")")));
        }
        return lines;
    }

    private static String text(Value value) {
        var type = value.type();
        return value.name() + (type.quantization() == null ? "" : " int8 " + type.quantization());
    }

    private static String activation(Operator operator) {
        var activation = switch (operator) {
            case Conv2d c -> c.activation();
            case FullyConnected f -> f.activation();
            default -> Activation.NONE;
        };
        return activation.equals(Activation.NONE)
                ? ""
                : "+" + activation.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }
}
