package dev.touchstone.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.BackendException;
import dev.touchstone.InvalidGraphException;
import dev.touchstone.InvalidInputException;
import dev.touchstone.UnsupportedOperatorException;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Value;
import dev.touchstone.model.Endpoint;
import dev.touchstone.op.Abs;
import dev.touchstone.op.Add;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Square;
import dev.touchstone.pass.Precision;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static final SessionOptions DEFAULTS = SessionOptions.defaults();

    private final FakeProvider fake = new FakeProvider("fake", 1);
    private final Backends backends = Backends.of(fake);

    /** {@code sum = a + b} and {@code a} itself. */
    private static TestModel twoInputs() {
        return new TestModel(
                "sums",
                List.of(
                        new Endpoint("a", DataType.FLOAT32, List.of(2)),
                        new Endpoint("b", DataType.FLOAT32, List.of(2))),
                List.of(
                        new Endpoint("sum", DataType.FLOAT32, List.of(2)),
                        new Endpoint("a", DataType.FLOAT32, List.of(2))),
                shapes -> {
                    var builder = new GraphBuilder("sums");
                    var a = builder.input("a", TensorType.float32(2));
                    var b = builder.input("b", TensorType.float32(2));
                    builder.output(builder.add("sum", new Add(-1), a, b));
                    builder.output(a);
                    return builder.build();
                });
    }

    private static Tensor vector(float... values) {
        return Tensor.of(values, values.length);
    }

    @Test
    void runsAModelOnTheBackendThatIsFound() {
        try (var session = Session.open(TestModel.chain("chain", new Relu(), new Square()))) {
            assertThat(session.run(vector(-2, 3)).first().toFloats()).containsExactly(0, 9);
            assertThat(session.backends()).containsExactly("reference");
            assertThat(session.precision()).isEqualTo(Precision.FLOAT);
            assertThat(session).hasToString("session chain on reference");
        }
    }

    @Test
    void takesInputsByPlaceAndByName() {
        try (var session = Session.open(twoInputs(), DEFAULTS, backends)) {
            var a = vector(1, 2);
            var b = vector(10, 20);
            assertThat(session.run(a, b).get("sum").toFloats()).containsExactly(11, 22);
            assertThat(session.run(List.of(a, b)).get(0).toFloats()).containsExactly(11, 22);
            assertThat(session.run(Map.of("b", b, "a", a)).asMap()).containsOnlyKeys("sum", "a");
            assertThat(session.run(a, b).asList()).hasSize(2);
        }
    }

    @Test
    void takesNativeMemory() {
        try (var arena = Arena.ofConfined();
                var session = Session.open(TestModel.chain("chain", new Square()), DEFAULTS, backends)) {
            var memory = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 3, -4);
            var output = session.run(Tensor.wrap(memory, TensorType.float32(2))).first();
            assertThat(output.floats()).containsExactly(9, 16);
        }
    }

    @Test
    void givesOutputsThatBelongToTheCaller() {
        try (var session = Session.open(twoInputs(), DEFAULTS, backends)) {
            var a = vector(1, 2);
            var b = vector(10, 20);
            var first = session.run(a, b);
            first.get("a").floats()[0] = 99;
            first.get("sum").floats()[0] = 99;
            assertThat(a.floats()).containsExactly(1, 2);
            assertThat(session.run(a, b).get("sum").floats()).containsExactly(11, 22);
            assertThat(first.get("sum").floats()).containsExactly(99, 22);
        }
    }

    @Test
    void copiesAnOutputThatIsAConstantOrListedTwice() {
        var constant = vector(5);
        var model = new TestModel(
                "odd",
                List.of(new Endpoint("x", DataType.FLOAT32, List.of(1))),
                List.of(
                        new Endpoint("y", DataType.FLOAT32, List.of(1)),
                        new Endpoint("y again", DataType.FLOAT32, List.of(1)),
                        new Endpoint("c", DataType.FLOAT32, List.of(1))),
                shapes -> {
                    var builder = new GraphBuilder("odd");
                    var y = builder.add("y", new Square(), builder.input("x", TensorType.float32(1)));
                    builder.output(y);
                    builder.output(y);
                    builder.output(Value.constant("c", constant));
                    return builder.build();
                });
        try (var session = Session.open(model, DEFAULTS, backends)) {
            var outputs = session.run(vector(3));
            outputs.get(0).floats()[0] = -1;
            outputs.get("c").floats()[0] = -1;
            assertThat(outputs.get("y again").floats()).containsExactly(9);
            assertThat(constant.floats()).containsExactly(5);
        }
    }

    @Test
    void saysWhichOutputsThereAre() {
        try (var session = Session.open(twoInputs(), DEFAULTS, backends)) {
            var outputs = session.run(vector(1, 2), vector(3, 4));
            assertThatThrownBy(() -> outputs.get("total"))
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessage("no output total; the model has [sum, a]");
            assertThatThrownBy(() -> outputs.get(2))
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessage("no output 2; the model has 2");
            assertThat(outputs.profile()).isEmpty();
        }
    }

    @Test
    void saysWhatIsWrongWithInputs() {
        try (var session = Session.open(twoInputs(), DEFAULTS, backends)) {
            var a = vector(1, 2);
            assertThatThrownBy(() -> session.run(a))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("sums: number of inputs is 1; expected 2: a: float32[2], b: float32[2]");
            assertThatThrownBy(() -> session.run(Map.of("a", a)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("sums: input b is missing; the model takes a: float32[2], b: float32[2]");
            assertThatThrownBy(() -> session.run(Map.of("a", a, "c", a)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("sums: there is no input c; the model takes a: float32[2], b: float32[2]");
            assertThatThrownBy(() -> session.run(a, vector(1, 2, 3)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("sums: input b is float32[3]; expected float32[2]");
            assertThatThrownBy(() -> session.run(a, Tensor.of(new float[2], 1, 2)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("sums: input b is float32[1, 2]; expected float32[2]");
            assertThatThrownBy(() ->
                            session.run(a, Tensor.of(TensorType.of(DataType.INT32, Shape.of(2)), new int[] {1, 2})))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("sums: input b is int32[2]; expected float32[2]");
        }
    }

    @Test
    void compilesOneProgramForEachShapeAndKeepsTheLatest() {
        try (var session = Session.open(TestModel.chain("chain", new Square()), DEFAULTS, backends)) {
            assertThat(session.programs()).isEqualTo(1);
            for (int length = 1; length <= 12; length++) {
                session.run(Tensor.of(new float[length], length));
                session.run(Tensor.of(new float[length], length));
            }
            assertThat(session.programs()).isEqualTo(Session.MAX_PROGRAMS);
            assertThat(fake.compiled).hasSize(12);
            assertThat(fake.openGraphs).hasValue(Session.MAX_PROGRAMS);
        }
        assertThat(fake.openGraphs).hasValue(0);
    }

    @Test
    void waitsForTheFirstRunWhenTheDefaultShapesAreAnybodysGuess() {
        var model = TestModel.of("open", List.of(1, -1), (b, x) -> b.add("n0", new Square(), x));
        try (var session = Session.open(model, DEFAULTS, backends)) {
            assertThat(session.programs()).isZero();
            assertThat(session.notes())
                    .containsExactly("compilation waits for the first run, which tells the open extents of"
                            + " x: float32[1, ?]");
            assertThat(session.precision()).isEqualTo(Precision.FLOAT);
            assertThat(session.run(Tensor.of(new float[] {2, 3}, 1, 2)).first().toFloats())
                    .containsExactly(4, 9);
            assertThat(session.programs()).isEqualTo(1);
        }
    }

    @Test
    void choosesThePrecisionAtTheFirstRunWhenTheDefaultShapesDoNotWork() {
        // Reshaping to [2, -1] refuses the one element that open extents of 1 give.
        var endpoints = List.of(new Endpoint("x", DataType.FLOAT32, List.of(1, -1)));
        var model = new TestModel("open", endpoints, endpoints, shapes -> {
            var builder = new GraphBuilder("open");
            var x = builder.input("x", TensorType.float32(shapes.getOrDefault("x", Shape.of(1, 1))));
            builder.output(builder.add("n0", new Reshape(List.of(2, -1)), x));
            return builder.build();
        });
        try (var session = Session.open(model, DEFAULTS, backends)) {
            assertThatThrownBy(session::precision)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("session open: the precision is chosen at the first run, which tells the open extents"
                            + " of the inputs; run first or ask for one with SessionOptions.withPrecision");
            assertThatThrownBy(session::placement).isInstanceOf(InvalidGraphException.class);
            session.run(Tensor.of(new float[4], 1, 4));
            assertThat(session.precision()).isEqualTo(Precision.FLOAT);
            assertThat(session.placement(Map.of("x", Shape.of(1, 4))).rows()).hasSize(1);
        }
    }

    @Test
    void explainsThePlacementOfEveryNode() {
        var picky = new FakeProvider("picky", 5).refusing(Square.class);
        var model = TestModel.chain("mixed", new Relu(), new Square(), new Abs());
        try (var session = Session.open(model, DEFAULTS, Backends.of(fake, picky))) {
            var placement = session.placement();
            assertThat(session.backends()).containsExactly("picky", "fake");
            assertThat(placement).hasToString("""
                    3 nodes: 2 on picky, 1 on fake; subgraphs: 3; transfers: 2, 8 bytes
                    subgraph  backend  operator  node  refused by
                    0         picky    relu      n0
                    1         fake     square    n1    picky: OPERATOR: operator is square; supported: others (use another)
                    2         picky    abs       n2
                    """);
            assertThat(placement.fallbacks()).extracting(Placement.Row::node).containsExactly("n1");
            assertThat(placement.node("n2").orElseThrow().refusals()).isEmpty();
            assertThat(placement.transfers())
                    .containsExactly(
                            new Placement.Transfer("n0", 4, "picky", "fake"),
                            new Placement.Transfer("n1", 4, "fake", "picky"));
            assertThat(session.run(vector(-1, 2, -3)).first().toFloats()).containsExactly(0, 4, 0);
        }
    }

    @Test
    void handsATensorToABackendOnce() {
        // n0 (fake) is read by n1 and, over n2 (fake), by n3; n1 and n3 are picky's.
        var picky = new FakeProvider("picky", 5).refusing(Square.class);
        var model = TestModel.of("fork", List.of(4), (b, x) -> {
            var n0 = b.add("n0", new Square(), x);
            var n1 = b.add("n1", new Abs(), n0);
            var n2 = b.add("n2", new Square(), n1);
            return b.add("n3", new Add(-1), n0, n2);
        });
        try (var session = Session.open(model, DEFAULTS, Backends.of(fake, picky))) {
            assertThat(session.placement().transfers())
                    .extracting(Placement.Transfer::value)
                    .containsExactly("n0", "n1", "n2");
            assertThat(session.run(vector(1, 2, 3, 4)).first().toFloats()).containsExactly(2, 20, 90, 272);
        }
    }

    @Test
    void refusesFallbackWhenStrict() {
        var picky = new FakeProvider("picky", 5).refusing(Square.class, Abs.class);
        var model = TestModel.chain("mixed", new Relu(), new Square(), new Abs());
        assertThatThrownBy(() -> Session.open(model, DEFAULTS.withStrict(true), Backends.of(fake, picky)))
                .isInstanceOf(StrictPlacementException.class)
                .hasMessage("""
                        mixed: 2 of 3 nodes would fall back to a later backend, which strict forbids
                          n1 (square): picky: OPERATOR: operator is square; supported: others (use another)
                          n2 (abs): picky: OPERATOR: operator is abs; supported: others (use another)""")
                .extracting(e -> ((StrictPlacementException) e).fallbacks().size())
                .isEqualTo(2);
        assertThat(picky.openBackends).hasValue(0);
        assertThat(fake.openBackends).hasValue(0);
        try (var session = Session.open(model, DEFAULTS.withStrict(true), backends)) {
            assertThat(session.placement().fallbacks()).isEmpty();
        }
    }

    @Test
    void listsEveryNodeThatNobodySupports() {
        var model = TestModel.chain("mixed", new Relu(), new Square());
        var one = new FakeProvider("one", 2).refusing(Square.class);
        var two = new FakeProvider("two", 1).refusing(Square.class, Relu.class);
        assertThatThrownBy(() -> Session.open(model, DEFAULTS, Backends.of(one, two)))
                .isInstanceOf(UnsupportedOperatorException.class)
                .hasMessage("mixed: 1 of 2 nodes are supported by none of the backends one, two\n"
                        + "  n1 (square): one: OPERATOR: operator is square; supported: others (use another);"
                        + " two: OPERATOR: operator is square; supported: others (use another)");
    }

    @Test
    void tellsBackendsWhatTheUserWants() {
        var options = DEFAULTS.withThreads(3)
                .withPowerMode(PowerMode.HIGH)
                .withCacheDirectory(Path.of("/cache"))
                .withSetting("chip", "rk1808");
        try (var session = Session.open(TestModel.chain("chain", new Relu()), options, backends)) {
            assertThat(session.options()).isEqualTo(options);
            var given = Objects.requireNonNull(fake.options);
            assertThat(given.threads()).isEqualTo(3);
            assertThat(given.settings())
                    .containsOnly(
                            Map.entry("chip", "rk1808"),
                            Map.entry(BackendOptions.POWER_MODE, "HIGH"),
                            Map.entry(BackendOptions.CACHE_DIRECTORY, "/cache"));
        }
    }

    @Test
    void namesTheBackendThatFails() {
        var model = TestModel.chain("chain", new Relu());
        var atCompile = new FakeProvider("bad", 1).atCompile(g -> {
            throw new IllegalStateException("out of registers");
        });
        assertThatThrownBy(() -> Session.open(model, DEFAULTS, Backends.of(atCompile)))
                .isInstanceOf(BackendException.class)
                .hasMessage("backend bad: graph chain with 1 nodes could not be compiled:"
                        + " java.lang.IllegalStateException: out of registers");
        assertThat(atCompile.openBackends).hasValue(0);
        var atNode = new FakeProvider("bad", 1).atNode(n -> {
            throw new IllegalStateException("device lost");
        });
        try (var session = Session.open(model, DEFAULTS, Backends.of(atNode))) {
            assertThatThrownBy(() -> session.run(vector(1)))
                    .isInstanceOf(BackendException.class)
                    .hasMessage("backend bad: graph chain with 1 nodes failed: java.lang.IllegalStateException:"
                            + " device lost");
        }
    }

    @Test
    void closesEverythingOnceAndRefusesRunsAfterwards() {
        var session = Session.open(TestModel.chain("chain", new Relu()), DEFAULTS, backends);
        assertThat(fake.openBackends).hasValue(1);
        assertThat(fake.openGraphs).hasValue(1);
        session.close();
        session.close();
        assertThat(fake.openBackends).hasValue(0);
        assertThat(fake.openGraphs).hasValue(0);
        assertThatThrownBy(() -> session.run(vector(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("session chain is closed");
        assertThat(session.placement().rows()).hasSize(1);
    }
}
