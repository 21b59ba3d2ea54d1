package dev.touchstone.graph;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.op.Operator;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a {@link Graph} node by node, in an order in which every input is known. Not thread-safe; of no use after
 * {@link #build}.
 */
public final class GraphBuilder {
    private final String name;
    private final List<Value> inputs = new ArrayList<>();
    private final List<Value> outputs = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();

    /** Begins a graph of this name. */
    public GraphBuilder(String name) {
        this.name = name;
    }

    /** Declares what the caller feeds next. */
    public Value input(String valueName, TensorType type) {
        return input(Value.variable(valueName, type));
    }

    /** Declares what the caller feeds next, as a value that exists already. */
    public Value input(Value value) {
        inputs.add(value);
        return value;
    }

    /** A constant; it becomes part of the graph when a node uses it. */
    public Value constant(String valueName, Tensor tensor) {
        return Value.constant(valueName, tensor);
    }

    /** Adds a node with one output, which gets the node's name and the inferred type. */
    public Value add(String node, Operator operator, Value... operands) {
        return add(node, operator, List.of(operands), List.of(node)).getFirst();
    }

    /**
     * Adds a node whose outputs get the inferred types.
     *
     * @throws InvalidGraphException naming the node, if the operator refuses its inputs
     */
    public List<Value> add(String node, Operator operator, List<Value> operands, List<String> outputNames) {
        var types = infer(node, operator, operands);
        if (types.size() != outputNames.size()) {
            throw new InvalidGraphException("has " + types.size() + " outputs; " + outputNames.size() + " were named")
                    .at(node, operator.name());
        }
        var results = new ArrayList<Value>();
        for (int i = 0; i < types.size(); i++) {
            results.add(Value.variable(outputNames.get(i), types.get(i)));
        }
        return add(new Node(node, operator, operands, results)).outputs();
    }

    /** Adds a node whose output types are given; {@link #build} checks them. */
    public Node add(Node node) {
        nodes.add(node);
        return node;
    }

    /** Declares what the caller gets next. */
    public void output(Value value) {
        outputs.add(value);
    }

    /** What the operator infers for these operands, with the node's name in the message if it refuses. */
    public static List<TensorType> infer(String node, Operator operator, List<Value> operands) {
        try {
            // Graphs are checked after every pass, so this is no place for a stream.
            var types = new TensorType[operands.size()];
            for (int i = 0; i < types.length; i++) {
                types[i] = operands.get(i).type();
            }
            return operator.infer(List.of(types));
        } catch (InvalidGraphException e) {
            throw e.at(node, operator.name());
        }
    }

    /**
     * The graph.
     *
     * @throws InvalidGraphException with all faults that {@link GraphVerifier} finds
     */
    public Graph build() {
        var faults = GraphVerifier.faults(inputs, outputs, nodes);
        if (!faults.isEmpty()) {
            throw new InvalidGraphException(faults);
        }
        return new Graph(name, inputs, outputs, nodes);
    }
}
