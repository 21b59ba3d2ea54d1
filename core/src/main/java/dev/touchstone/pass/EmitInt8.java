package dev.touchstone.pass;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.ArgMax;
import dev.touchstone.op.Dequantize;
import dev.touchstone.op.Identity;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Requantize;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives a graph of explicit scales its final types as a plan says: nodes on integers read and make int8, float32 is
 * quantized where they begin, int8 dequantized where they end, and requantized where a reader has another scale than the
 * tensor. Float operators read real numbers without the roundings of fake quantization. Outputs stay float32 under their
 * names.
 */
final class EmitInt8 {
    private record Wanted(String tensor, float scale) {}

    private final ScaledGraph graph;
    private final Int8Plan plan;
    private final Rewriting rewriting;
    private final Notes notes;
    private final Map<String, Value> stored = new HashMap<>();
    private final Map<String, Value> real = new HashMap<>();
    private final Map<Wanted, Value> scaled = new HashMap<>();
    private final Map<String, Value> realConstants = new HashMap<>();
    private final Map<String, Value> int8Constants = new HashMap<>();

    EmitInt8(ScaledGraph graph, Int8Plan plan, Notes notes) {
        this.graph = graph;
        this.plan = plan;
        this.notes = notes;
        this.rewriting = new Rewriting(graph.graph(), ScaledGraph::isScale);
    }

    Graph graph() {
        for (var node : graph.graph().nodes()) {
            if (plan.integers().contains(node.name())) {
                integers(node);
            } else if (!ScaledGraph.isScale(node)) {
                floats(node);
            }
        }
        graph.graph().outputs().forEach(this::output);
        return rewriting.build();
    }

    private void floats(Node node) {
        var inputs = node.inputs().stream().map(this::real).toList();
        rewriting.emit(new Node(node.name(), node.operator(), inputs, node.outputs()));
    }

    private void integers(Node node) {
        var inputs = new ArrayList<Value>();
        int activations = (int) Int8Rules.activations(node).count();
        for (int i = 0; i < node.inputs().size(); i++) {
            var input = node.input(i);
            if (i < activations) {
                inputs.add(activation(node, input));
            } else {
                inputs.add(graph.stored(input)
                        .filter(s -> ProductScales.isProduct(node))
                        .orElseGet(() -> real(input)));
            }
        }
        var outputs = node.outputs().stream().map(v -> result(node, v)).toList();
        boolean addsBiasToIntegers = ProductScales.isProduct(node)
                && inputs.size() == 3
                && outputs.getFirst().type().isQuantizedInt8();
        if (addsBiasToIntegers) {
            DeadChannels.raise(node, inputs.get(0).type().scale(), inputs.get(1), inputs.get(2), notes)
                    .ifPresent(weight ->
                            inputs.set(1, rewriting.constant(inputs.get(1).name(), weight)));
        }
        rewriting.emit(new Node(node.name(), node.operator(), inputs, outputs));
    }

    /** The value that an integer node makes, under the tensor's name unless the caller gets that as float32. */
    private Value result(Node node, Value tensor) {
        var scale = plan.scales().get(tensor.name());
        if (scale == null || node.operator() instanceof ArgMax) {
            return tensor;
        }
        var name = graph.graph().isOutput(tensor) ? rewriting.fresh(tensor.name() + ".int8") : tensor.name();
        var value = new Value(name, TensorType.int8(tensor.type().shape(), scale), null, tensor.range());
        stored.put(tensor.name(), value);
        return value;
    }

    /** The int8 form of an operand, with the scale that its reader states, else the tensor's. */
    private Value activation(Node node, Value input) {
        var constant = graph.constant(input);
        if (constant.isPresent()) {
            var codes = graph.stored(input).filter(s -> s.type().quantization() instanceof Quantization.PerTensor);
            codes.ifPresent(s -> requireSymmetric(node, s));
            return codes.orElseGet(
                    () -> int8Constants.computeIfAbsent(input.name(), name -> quantized(node, input, constant.get())));
        }
        var scale = graph.scale(input)
                .orElseGet(() -> plan.scales().get(graph.origin(input).name()));
        return scaled(input, scale);
    }

    private Value scaled(Value input, float scale) {
        var tensor = graph.origin(input);
        var value = stored.get(tensor.name());
        if (value != null && value.type().scale() == scale) {
            return value;
        }
        return scaled.computeIfAbsent(
                new Wanted(tensor.name(), scale),
                w -> value != null
                        ? rewriting.emit(rewriting.fresh(tensor.name() + ".requantized"), new Requantize(scale), value)
                        : rewriting.emit(rewriting.fresh(tensor.name() + ".int8"), new Quantize(scale), tensor));
    }

    /** Rule E9: a constant without a scale gets that of its largest magnitude. */
    private Value quantized(Node node, Value input, float[] values) {
        float largest = 0;
        for (float v : values) {
            largest = Math.max(largest, Math.abs(v));
        }
        float scale = largest == 0 ? 1 : Steps.of(largest, node, input.name(), notes);
        float inverse = (float) (1.0 / scale);
        var codes = new byte[values.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) Math.rint(Math.clamp(values[i] * inverse, -Steps.RANGE, Steps.RANGE));
        }
        return rewriting.constant(
                input.name() + ".int8", Tensor.of(TensorType.int8(input.type().shape(), scale), codes));
    }

    /** Rule N1: of constants only the weights of products may be -128. */
    private static void requireSymmetric(Node node, Value constant) {
        if (ProductScales.isProduct(node)) {
            return;
        }
        var codes = Codes.tensor(constant).toBytes();
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] == Byte.MIN_VALUE) {
                throw new InvalidGraphException(
                                "constant " + constant.name() + " is -128 at index " + i
                                        + "; expected -127 to 127 (only weights of convolutions and matrix products may be -128)")
                        .at(node.name(), node.operator().name());
            }
        }
    }

    /** The float32 form of an operand. */
    private Value real(Value input) {
        if (input.isConstant()) {
            return input;
        }
        var constant = graph.stored(input);
        if (constant.isPresent()) {
            return realConstants.computeIfAbsent(
                    input.name(),
                    name -> rewriting.constant(name, Tensor.of(input.type(), Codes.toReal(constant.get()))));
        }
        var tensor = graph.origin(input);
        var value = stored.get(tensor.name());
        if (value == null) {
            return tensor;
        }
        var name = graph.graph().isOutput(tensor) ? tensor.name() : rewriting.fresh(tensor.name() + ".real");
        return real.computeIfAbsent(tensor.name(), t -> dequantized(name, value, tensor));
    }

    private Value dequantized(String name, Value value, Value as) {
        var output = new Value(name, as.type(), null, as.range());
        return rewriting
                .emit(new Node(rewriting.freshNode(name), new Dequantize(), List.of(value), List.of(output)))
                .output();
    }

    /** Makes an output of the graph float32 under its own name. */
    private void output(Value output) {
        var made = output.isConstant() ? output : real(output);
        if (made.name().equals(output.name())) {
            return;
        }
        Optional<Float> scale = graph.scale(output);
        var value = stored.get(graph.origin(output).name());
        if (value != null && scale.isPresent()) {
            dequantized(output.name(), scaled(output, scale.get()), output);
            return;
        }
        var types = GraphBuilder.infer(output.name(), new Identity(), List.of(made));
        rewriting.emit(new Node(
                rewriting.freshNode(output.name()),
                new Identity(),
                List.of(made),
                List.of(output.withType(types.getFirst()))));
    }
}
