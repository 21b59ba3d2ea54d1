package dev.touchstone.rknpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.model.Endpoint;
import dev.touchstone.model.ImageProfile;
import dev.touchstone.model.Model;
import dev.touchstone.model.ModelStatistics;
import dev.touchstone.op.Abs;
import dev.touchstone.op.Dequantize;
import dev.touchstone.op.HardSwish;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Relu;
import dev.touchstone.pass.Precision;
import dev.touchstone.runtime.Placement;
import dev.touchstone.runtime.Session;
import dev.touchstone.runtime.SessionOptions;
import dev.touchstone.runtime.StrictPlacementException;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A model with an operator in its middle that the library does not have. */
final class SplitModelTest {
    private static final String REASON = "rknpu: OPERATOR: operator is hard_swish; supported: what librknpu_ddk"
            + " implements and this backend maps to it";

    private static final SessionOptions OPTIONS =
            SessionOptions.defaults().withBackends("rknpu", "reference").withPrecision(Precision.FLOAT);

    @Test
    void runsInPiecesWithTheResultsOfTheReference() {
        var input = Tensor.of(new float[] {-4, 0.5f, 2, 8}, 1, 1, 2, 2);
        try (var simulator = IsolatedSimulator.failing("");
                var session = Session.open(new Swish(), OPTIONS, simulator.backends());
                var reference = Session.open(new Swish(), OPTIONS.withBackends("reference"), simulator.backends())) {
            float[] outputs = session.run(input).first().toFloats();

            // x * min(max(x + 3, 0), 6) / 6 is 0, 0.29, 1.67 and 8, in steps of 0.5.
            assertThat(outputs).containsExactly(0, 0.5f, 1.5f, 8);
            assertThat(outputs).isEqualTo(reference.run(input).first().toFloats());
        }
        assertThat(IsolatedSimulator.traces()).isEmpty();
    }

    @Test
    void saysWhichNodeRunsElsewhereAndWhy() {
        try (var simulator = IsolatedSimulator.failing("");
                var session = Session.open(new Swish(), OPTIONS, simulator.backends())) {
            var placement = session.placement();
            assertThat(placement.parts())
                    .containsExactly(
                            new Placement.Part("rknpu", List.of("quantize", "relu")),
                            new Placement.Part("reference", List.of("hard_swish")),
                            new Placement.Part("rknpu", List.of("abs", "dequantize")));
            assertThat(placement.fallbacks()).singleElement().satisfies(row -> {
                assertThat(row.node()).isEqualTo("hard_swish");
                assertThat(row.refusals()).extracting(Object::toString).containsExactly(REASON);
            });
            assertThat(placement.summary())
                    .matches("5 nodes: 4 on rknpu isolated \\(pid \\d+\\), 1 on reference; subgraphs: 3; transfers: 2,"
                            + " 8 bytes");
        }
    }

    @Test
    void isRefusedWhereOnlyTheFirstBackendMayRunIt() {
        try (var simulator = IsolatedSimulator.failing("")) {
            assertThatThrownBy(() -> Session.open(new Swish(), OPTIONS.withStrict(true), simulator.backends()))
                    .isExactlyInstanceOf(StrictPlacementException.class)
                    .hasMessage("swish: 1 of 5 nodes would fall back to a later backend, which strict forbids\n"
                            + "  hard_swish (hard_swish): " + REASON);
        }
        assertThat(IsolatedSimulator.traces()).isEmpty();
    }

    /** Float numbers to int8 and back, with three functions between. */
    private record Swish() implements Model {
        private static final TensorType CODES = TensorType.int8(Shape.of(1, 1, 2, 2), 0.5f);

        @Override
        public String name() {
            return "swish";
        }

        @Override
        public String format() {
            return "test";
        }

        @Override
        public List<Endpoint> inputs() {
            return List.of(new Endpoint("x", DataType.FLOAT32, List.of(1, 1, 2, 2)));
        }

        @Override
        public List<Endpoint> outputs() {
            return List.of(new Endpoint("dequantize", DataType.FLOAT32, List.of(1, 1, 2, 2)));
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
            var builder = new GraphBuilder(name());
            var x = builder.input("x", TensorType.float32(1, 1, 2, 2));
            var codes = add(builder, new Quantize(0.5f), x, CODES);
            var positive = add(builder, new Relu(), codes, CODES);
            var swish = add(builder, new HardSwish(6, 6, 3), positive, CODES);
            var absolute = add(builder, new Abs(), swish, CODES);
            builder.output(add(builder, new Dequantize(), absolute, TensorType.float32(1, 1, 2, 2)));
            return builder.build();
        }

        /** A node with the name of its operator, and an output of the same name. */
        private static Value add(GraphBuilder builder, Operator operator, Value input, TensorType type) {
            var output = Value.variable(operator.name(), type);
            builder.add(new Node(operator.name(), operator, List.of(input), List.of(output)));
            return output;
        }
    }
}
