package dev.touchstone.graph;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Dequantize;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.MatMul;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Finds everything that is wrong with a graph, not only the first. Every fault names its node or value. */
final class GraphVerifier {
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Value> known = new HashMap<>();

    private GraphVerifier() {}

    static List<String> faults(List<Value> inputs, List<Value> outputs, List<Node> nodes) {
        var verifier = new GraphVerifier();
        inputs.forEach(verifier::input);
        var names = new HashSet<String>();
        for (var node : nodes) {
            if (!names.add(node.name())) {
                verifier.faults.add(node.label() + ": the name is taken by an earlier node");
            }
            verifier.node(node);
        }
        outputs.forEach(verifier::output);
        return verifier.faults;
    }

    /** What is wrong with a node by itself, whatever graph it stands in. */
    static List<String> faults(Node node) {
        var verifier = new GraphVerifier();
        node.inputs().stream().filter(v -> !v.isConstant()).forEach(v -> verifier.known.putIfAbsent(v.name(), v));
        verifier.node(node);
        return verifier.faults;
    }

    private void input(Value value) {
        if (value.isConstant()) {
            faults.add("input " + value.name() + " is a constant");
        }
        if (isPerChannel(value)) {
            faults.add("input " + value.name() + " is " + value.type() + "; expected one scale");
        }
        define(() -> "input " + value.name(), value);
    }

    private void node(Node node) {
        for (int i = 0; i < node.inputs().size(); i++) {
            use(node::label, node.input(i));
            if (isPerChannel(node.input(i)) && !mayBePerChannel(node, i)) {
                faults.add(node.label() + ": input " + node.input(i).name() + " is "
                        + node.input(i).type() + "; only weights may have a scale for each channel");
            }
        }
        try {
            var inferred = GraphBuilder.infer(node.name(), node.operator(), node.inputs());
            if (inferred.size() != node.outputs().size()) {
                faults.add(node.label() + ": has " + node.outputs().size() + " outputs; expected " + inferred.size());
            } else {
                for (int i = 0; i < inferred.size(); i++) {
                    type(node, node.outputs().get(i), inferred.get(i));
                }
            }
        } catch (InvalidGraphException e) {
            faults.addAll(e.faults());
        }
        for (var output : node.outputs()) {
            if (output.isConstant()) {
                faults.add(node.label() + ": output " + output.name() + " is a constant");
            }
            if (isPerChannel(output)) {
                faults.add(
                        node.label() + ": output " + output.name() + " is " + output.type() + "; expected one scale");
            }
            define(node::label, output);
        }
    }

    private void type(Node node, Value output, TensorType inferred) {
        var type = output.type();
        boolean same = type.shape().equals(inferred.shape()) && type.dataType() == inferred.dataType();
        boolean scaled = type.isQuantizedInt8() == inferred.isQuantizedInt8();
        if (!(same && scaled) && !isInt8Product(node, type, inferred)) {
            faults.add(node.label() + ": output " + output.name() + " is " + type + "; expected " + inferred);
        }
    }

    private static boolean isPerChannel(Value value) {
        return value.type().quantization() instanceof Quantization.PerChannel;
    }

    private static boolean mayBePerChannel(Node node, int input) {
        boolean isWeight = input == 1 && isProduct(node);
        return (isWeight || node.operator() instanceof Dequantize)
                && node.input(input).isConstant();
    }

    private static boolean isProduct(Node node) {
        return switch (node.operator()) {
            case Conv2d c -> true;
            case FullyConnected f -> true;
            case MatMul m -> true;
            default -> false;
        };
    }

    /** Convolutions and matrix products of int8 may give float32 or int8. */
    private static boolean isInt8Product(Node node, TensorType type, TensorType inferred) {
        return isProduct(node)
                && node.input(0).type().isQuantizedInt8()
                && type.isQuantizedInt8()
                && type.shape().equals(inferred.shape());
    }

    private void output(Value value) {
        use(() -> "output", value);
    }

    private void use(Supplier<String> user, Value value) {
        var defined = known.get(value.name());
        if (defined == null) {
            if (value.isConstant()) {
                known.put(value.name(), value);
            } else {
                faults.add(user.get() + ": " + value.name() + " is used before anything defines it");
            }
        } else if (!defined.type().equals(value.type()) || defined.constant() != value.constant()) {
            var used = described(value);
            var found = described(defined);
            faults.add(user.get() + ": " + value.name() + " is used as " + used + ", but defined as "
                    + (used.equals(found) ? "another " : "") + found);
        }
    }

    private static String described(Value value) {
        return value.type() + (value.isConstant() ? " constant" : "");
    }

    private void define(Supplier<String> definer, Value value) {
        if (known.putIfAbsent(value.name(), value) != null) {
            faults.add(definer.get() + ": " + value.name() + " is already defined");
        }
    }
}
