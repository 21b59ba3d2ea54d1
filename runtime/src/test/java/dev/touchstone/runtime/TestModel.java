package dev.touchstone.runtime;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Value;
import dev.touchstone.model.Endpoint;
import dev.touchstone.model.ImageProfile;
import dev.touchstone.model.Model;
import dev.touchstone.model.ModelStatistics;
import dev.touchstone.op.Operator;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** A model made in the test: float32 inputs with declared extents, and the graph for any shapes of them. */
record TestModel(
        String name, List<Endpoint> inputs, List<Endpoint> outputs, Function<Map<String, Shape>, Graph> lowering)
        implements Model {
    /** Describes what is computed from the input. */
    interface Body {
        Value of(GraphBuilder builder, Value input);
    }

    /** One input {@code x} with these extents, and one output. */
    static TestModel of(String name, List<Integer> extents, Body body) {
        Function<Map<String, Shape>, Graph> lowering = shapes -> {
            var builder = new GraphBuilder(name);
            var shape = shapes.getOrDefault(
                    "x", Shape.of(extents.stream().map(e -> Math.max(e, 1)).toList()));
            builder.output(body.of(builder, builder.input("x", TensorType.float32(shape))));
            return builder.build();
        };
        var output = lowering.apply(Map.of()).outputs().getFirst();
        return new TestModel(
                name,
                List.of(new Endpoint("x", DataType.FLOAT32, extents)),
                List.of(new Endpoint(output.name(), DataType.FLOAT32, extents)),
                lowering);
    }

    /** Operators one after the other, as nodes {@code n0}, {@code n1}, ..., on a float32 vector of any length. */
    static TestModel chain(String name, Operator... operators) {
        return of(name, List.of(-1), (builder, input) -> {
            var value = input;
            for (int i = 0; i < operators.length; i++) {
                value = builder.add("n" + i, operators[i], value);
            }
            return value;
        });
    }

    @Override
    public String format() {
        return "test";
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
        return lowering.apply(shapes);
    }
}
