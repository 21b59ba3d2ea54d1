package dev.touchstone.runtime.compare;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.model.Endpoint;
import dev.touchstone.model.ImageProfile;
import dev.touchstone.model.Model;
import dev.touchstone.model.ModelStatistics;
import dev.touchstone.tensor.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One node in its final types as a model of its own, whose inputs are those of the node that are no constants. */
record NodeModel(Graph graph) implements Model {
    static NodeModel of(Node node) {
        var inputs = new LinkedHashMap<String, Value>();
        node.inputs().stream().filter(v -> !v.isConstant()).forEach(v -> inputs.putIfAbsent(v.name(), v));
        var builder = new GraphBuilder(node.name());
        inputs.values().forEach(builder::input);
        builder.add(node);
        node.outputs().forEach(builder::output);
        return new NodeModel(builder.build());
    }

    @Override
    public String name() {
        return graph.name();
    }

    @Override
    public String format() {
        return "node";
    }

    @Override
    public List<Endpoint> inputs() {
        return graph.inputs().stream().map(NodeModel::endpoint).toList();
    }

    @Override
    public List<Endpoint> outputs() {
        return graph.outputs().stream().map(NodeModel::endpoint).toList();
    }

    private static Endpoint endpoint(Value value) {
        return new Endpoint(
                value.name(),
                value.type().dataType(),
                Arrays.stream(value.type().shape().toArray()).boxed().toList());
    }

    @Override
    public ModelStatistics statistics() {
        return new ModelStatistics(new TreeMap<>(), 0, 0, 0);
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    @Override
    public Optional<ImageProfile> imageProfile() {
        return Optional.empty();
    }

    @Override
    public Graph graph(Map<String, Shape> shapes) {
        return graph;
    }
}
