package dev.touchstone.conformance.contract;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Value;
import dev.touchstone.model.Endpoint;
import dev.touchstone.model.ImageProfile;
import dev.touchstone.model.Model;
import dev.touchstone.model.ModelStatistics;
import dev.touchstone.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A graph as a model of these shapes only, so that a session can run it. */
record FixedModel(Graph graph) implements Model {
    @Override
    public String name() {
        return graph.name();
    }

    @Override
    public String format() {
        return "conformance";
    }

    @Override
    public List<Endpoint> inputs() {
        return graph.inputs().stream().map(FixedModel::endpoint).toList();
    }

    @Override
    public List<Endpoint> outputs() {
        return graph.outputs().stream().map(FixedModel::endpoint).toList();
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
