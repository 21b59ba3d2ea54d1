package dev.touchstone.paddle.lowering;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A graph in the making for one set of input shapes. Not thread-safe. */
final class GraphEmission {
    /** A few bytes of program can ask for a constant of any size; real ones hold sizes and factors. */
    private static final long MAX_DESCRIBED_BYTES = 64L << 20;

    private final Map<String, Tensor> parameters;
    private final List<Value> inputs = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Value> values = new HashMap<>();

    private long describedBytes;

    GraphEmission(Map<String, Tensor> parameters) {
        this.parameters = parameters;
    }

    void input(String name, TensorType type) {
        var value = Value.variable(name, type);
        inputs.add(value);
        values.put(name, value);
    }

    /** The value of a definition; parameters become constants when first asked for. */
    Value value(Ref ref) {
        return values.computeIfAbsent(ref.name(), name -> {
            var parameter = parameters.get(name);
            if (parameter == null) {
                throw new IllegalStateException("definition " + name + " was promised and is not there");
            }
            return Value.constant(name, parameter);
        });
    }

    /** What is known under a name. */
    Optional<Value> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** A constant that is made when first asked for. */
    Value value(Ref ref, Supplier<Tensor> tensor) {
        return values.computeIfAbsent(ref.name(), name -> Value.constant(name, tensor.get()));
    }

    /** Makes a value known under its name. */
    void define(Value value) {
        values.put(value.name(), value);
    }

    void add(Node node) {
        nodes.add(node);
        node.outputs().forEach(this::define);
    }

    /** Counts memory for constants that the program describes. */
    void reserve(long bytes) {
        describedBytes += bytes;
        if (describedBytes > MAX_DESCRIBED_BYTES) {
            throw new InvalidGraphException("the constants that the program describes take more than "
                    + MAX_DESCRIBED_BYTES + " bytes; expected sizes and factors");
        }
    }

    /** The finished graph, without the nodes that no output needs. */
    Graph build(String name, List<Value> outputs) {
        var builder = new GraphBuilder(name);
        inputs.forEach(builder::input);
        needed(outputs).forEach(builder::add);
        outputs.forEach(builder::output);
        return builder.build();
    }

    private List<Node> needed(List<Value> outputs) {
        var wanted = new HashSet<String>();
        outputs.forEach(v -> wanted.add(v.name()));
        var kept = new ArrayList<Node>();
        for (var node : nodes.reversed()) {
            if (node.outputs().stream().anyMatch(v -> wanted.contains(v.name()))) {
                kept.add(node);
                node.inputs().forEach(v -> wanted.add(v.name()));
            }
        }
        return kept.reversed();
    }
}
