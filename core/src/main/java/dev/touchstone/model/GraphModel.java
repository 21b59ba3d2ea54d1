package dev.touchstone.model;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.tensor.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A graph that a program has built, as a model, so that a session can run it. Its shapes are those of the graph and no
 * others. Immutable and thread-safe; the graph and its constants are referred to, not copied.
 *
 * @param graph what {@link #graph(Map)} gives
 */
public record GraphModel(Graph graph) implements Model {
    /** One node as a model of its own; its inputs are those of the node that are no constants, each once. */
    public static GraphModel of(Node node) {
        var inputs = new LinkedHashMap<String, Value>();
        node.inputs().stream().filter(v -> !v.isConstant()).forEach(v -> inputs.putIfAbsent(v.name(), v));
        var builder = new GraphBuilder(node.name());
        inputs.values().forEach(builder::input);
        builder.add(node);
        node.outputs().forEach(builder::output);
        return new GraphModel(builder.build());
    }

    @Override
    public String name() {
        return graph.name();
    }

    /** {@code graph}: it was read from no file. */
    @Override
    public String format() {
        return "graph";
    }

    @Override
    public List<Endpoint> inputs() {
        return graph.inputs().stream().map(GraphModel::endpoint).toList();
    }

    @Override
    public List<Endpoint> outputs() {
        return graph.outputs().stream().map(GraphModel::endpoint).toList();
    }

    private static Endpoint endpoint(Value value) {
        var type = value.type();
        return new Endpoint(
                value.name(),
                type.dataType(),
                Arrays.stream(type.shape().toArray()).boxed().toList());
    }

    /** The nodes by operator; all constants. */
    @Override
    public ModelStatistics statistics() {
        var operators = new TreeMap<String, Integer>();
        graph.nodes().forEach(n -> operators.merge(n.operator().name(), 1, Integer::sum));
        var constants = graph.constants().stream().map(Value::type).toList();
        return new ModelStatistics(
                operators,
                constants.size(),
                constants.stream().mapToLong(t -> t.shape().elements()).sum(),
                constants.stream().mapToLong(t -> t.bytes()).sum());
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    @Override
    public Optional<ImageProfile> imageProfile() {
        return Optional.empty();
    }

    /**
     * The graph.
     *
     * @throws InvalidGraphException if a shape is not that of the graph's input, or a name is none of the inputs
     */
    @Override
    public Graph graph(Map<String, Shape> shapes) {
        shapes.forEach((name, shape) -> {
            var input = graph.inputs().stream()
                    .filter(v -> v.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new InvalidGraphException("the model has no input '" + name
                            + "'; its inputs are "
                            + graph.inputs().stream().map(Value::name).toList()));
            if (!input.type().shape().equals(shape)) {
                throw new InvalidGraphException("input " + name + " of the graph is " + input.type()
                        + "; given is shape " + shape + "; a graph has one shape only, so build it for this one");
            }
        });
        return graph;
    }
}
