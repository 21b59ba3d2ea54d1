package dev.touchstone.runtime.compare;

import dev.touchstone.backend.Availability;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.BackendProvider;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.NumericProfile;
import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The reference with one weight of one node changed: a fault of that node and of no other. */
record FaultyProvider(String node) implements BackendProvider {
    @Override
    public String name() {
        return "faulty";
    }

    @Override
    public int priority() {
        return 1;
    }

    @Override
    public Availability probe() {
        return new Availability.Available(List.of("made for a test"));
    }

    @Override
    public Backend open(BackendOptions options) {
        var reference = new ReferenceBackend();
        return new Backend() {
            @Override
            public NumericProfile profile() {
                return reference.profile();
            }

            @Override
            public Support supports(Node n) {
                return reference.supports(n);
            }

            @Override
            public CompiledGraph compile(Graph graph) {
                return reference.compile(broken(graph));
            }

            @Override
            public void close() {
                reference.close();
            }
        };
    }

    private Graph broken(Graph graph) {
        var builder = new GraphBuilder(graph.name());
        graph.inputs().forEach(builder::input);
        graph.nodes().forEach(n -> builder.add(n.name().equals(node) ? broken(n) : n));
        graph.outputs().forEach(builder::output);
        return builder.build();
    }

    private static Node broken(Node n) {
        var inputs = new ArrayList<Value>(n.inputs());
        var weights = Objects.requireNonNull(inputs.get(1).constant()).copy();
        weights.floats()[0] += 1;
        inputs.set(1, Value.constant(inputs.get(1).name(), weights));
        return new Node(n.name(), n.operator(), inputs, n.outputs());
    }

    /** For other tests: some numbers, always the same. */
    static Tensor numbers(int... extents) {
        var tensor = Tensor.of(new float[java.util.Arrays.stream(extents).reduce(1, (a, b) -> a * b)], extents);
        for (int i = 0; i < tensor.floats().length; i++) {
            tensor.floats()[i] = (i * 7 % 13 - 5) / 4f;
        }
        return tensor;
    }
}
