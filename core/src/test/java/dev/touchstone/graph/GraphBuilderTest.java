package dev.touchstone.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Identity;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Split;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Building and verifying: a graph exists only if nothing is wrong with it. */
final class GraphBuilderTest {
    private static final TensorType PAIR = TensorType.float32(2);

    private final GraphBuilder builder = new GraphBuilder("test");

    private static Value value(String name) {
        return Value.variable(name, PAIR);
    }

    private void faults(String... expected) {
        assertThatThrownBy(builder::build)
                .isInstanceOfSatisfying(
                        InvalidGraphException.class, e -> assertThat(e.faults()).containsExactly(expected));
    }

    @Test
    void aGraphKnowsProducersAndConsumers() {
        var x = builder.input("x", PAIR);
        var c = builder.constant("c", Tensor.of(new float[] {1, 2}, 2));
        var a = builder.add("a", new Add(-1), x, c);
        var b = builder.add("b", new Add(-1), a, a);
        builder.output(b);
        builder.output(a);
        var graph = builder.build();

        assertThat(graph.nodes()).extracting(Node::name).containsExactly("a", "b");
        assertThat(graph.producer(a)).contains(graph.nodes().getFirst());
        assertThat(graph.producer(x)).isEmpty();
        assertThat(graph.producer(c)).isEmpty();
        assertThat(graph.consumers(a)).containsExactly(graph.nodes().getLast());
        assertThat(graph.consumers(b)).isEmpty();
        assertThat(graph.constants()).containsExactly(c);
        assertThat(graph.isOutput(a)).isTrue();
        assertThat(graph.isOutput(x)).isFalse();
        assertThat(graph).hasToString("graph test with 2 nodes");
    }

    @Test
    void operatorsWithSeveralOutputsNameEach() {
        var x = builder.input("x", TensorType.float32(5));
        var parts = builder.add("split", new Split(0, List.of(2, 3)), List.of(x), List.of("left", "right"));
        parts.forEach(builder::output);

        assertThat(builder.build().outputs())
                .containsExactly(value("left"), Value.variable("right", TensorType.float32(3)));
    }

    @Test
    void outputsMayBeInputsOrConstants() {
        var x = builder.input("x", PAIR);
        var c = builder.constant("c", Tensor.of(new float[] {1, 2}, 2));
        builder.output(x);
        builder.output(c);
        var graph = builder.build();

        assertThat(graph.nodes()).isEmpty();
        assertThat(graph.constants()).containsExactly(c);
    }

    @Test
    void aNodeThatItsOperatorRefusesIsNamed() {
        var x = builder.input("x", PAIR);

        assertThatThrownBy(() -> builder.add("sum", new Add(-1), x))
                .isInstanceOf(InvalidGraphException.class)
                .hasMessage("sum (add): has 1 input; expected 2");
        assertThatThrownBy(() -> builder.add("halves", new Split(0, List.of(1, 1)), List.of(x), List.of("one")))
                .hasMessage("halves (split): has 2 outputs; 1 were named");
    }

    @Test
    void allFaultsAreFoundAtOnce() {
        builder.input("x", PAIR);
        builder.input("x", PAIR);
        builder.input(builder.constant("fed", Tensor.of(new float[] {1, 2}, 2)));
        builder.add(new Node("a", new Relu(), List.of(value("later")), List.of(value("y"))));
        builder.add(new Node("a", new Relu(), List.of(value("x")), List.of(value("y"))));
        builder.add(new Node("b", new Add(-1), List.of(value("x")), List.of(value("later"))));
        builder.add(
                new Node("c", new Relu(), List.of(value("x")), List.of(Value.variable("z", TensorType.float32(3)))));
        builder.add(new Node("d", new Relu(), List.of(value("x")), List.of(value("p"), value("q"))));
        builder.output(value("nowhere"));

        faults(
                "input x: x is already defined",
                "input fed is a constant",
                "a (relu): later is used before anything defines it",
                "a (relu): the name is taken by an earlier node",
                "a (relu): y is already defined",
                "b (add): has 1 input; expected 2",
                "c (relu): output z is float32[3]; expected float32[2]",
                "d (relu): has 2 outputs; expected 1",
                "output: nowhere is used before anything defines it");
    }

    @Test
    void aNodeThatReadsItsOwnOutputIsACycle() {
        builder.add(new Node("loop", new Relu(), List.of(value("y")), List.of(value("y"))));
        builder.output(value("y"));

        faults("loop (relu): y is used before anything defines it");
    }

    @Test
    void oneNameMeansOneThing() {
        var x = builder.input("x", PAIR);
        var one = builder.constant("w", Tensor.of(new float[] {1, 2}, 2));
        var other = builder.constant("w", Tensor.of(new float[] {1, 2}, 2));
        builder.output(builder.add("a", new Add(-1), x, one));
        builder.output(builder.add("b", new Add(-1), x, other));
        builder.add(
                new Node("c", new Relu(), List.of(Value.variable("x", TensorType.float32(3))), List.of(value("d"))));

        faults(
                "b (add): w is used as float32[2] constant, but defined as another float32[2] constant",
                "c (relu): x is used as float32[3], but defined as float32[2]",
                "c (relu): output d is float32[2]; expected float32[3]");
    }

    @Test
    void anOutputIsNoConstant() {
        var x = builder.input("x", PAIR);
        var c = builder.constant("c", Tensor.of(new float[] {1, 2}, 2));
        builder.add(new Node("a", new Relu(), List.of(x), List.of(c)));

        faults("a (relu): output c is a constant");
    }

    @Test
    void productsOfInt8MayBeInt8() {
        var x = builder.input("x", TensorType.int8(Shape.of(1, 1, 2, 2), 0.5f));
        var w = builder.constant("w", Tensor.allocate(TensorType.int8(Shape.of(1, 1, 1, 1), 0.5f)));
        var y = Value.variable("y", TensorType.int8(Shape.of(1, 1, 2, 2), 0.25f));
        builder.add(new Node("conv", Conv2d.plain(), List.of(x, w), List.of(y)));
        builder.output(y);

        assertThat(builder.build().outputs()).containsExactly(y);
    }

    @Test
    void int8ResultsMayHaveAnotherScaleButNotNone() {
        var x = builder.input("x", TensorType.int8(Shape.of(2), 0.5f));
        builder.add(new Node(
                "a", new Relu(), List.of(x), List.of(Value.variable("y", TensorType.int8(Shape.of(2), 0.25f)))));
        builder.add(new Node(
                "b", new Relu(), List.of(x), List.of(Value.variable("z", TensorType.of(DataType.INT8, Shape.of(2))))));

        faults("b (relu): output z is int8[2]; expected int8[2] scale 0.5");
    }

    @Test
    void floatProductsAreNotInt8() {
        var x = builder.input("x", TensorType.float32(1, 2));
        var w = builder.constant("w", Tensor.allocate(TensorType.float32(2, 3)));
        builder.add(new Node(
                "fc",
                new FullyConnected(1, Activation.NONE),
                List.of(x, w),
                List.of(Value.variable("y", TensorType.int8(Shape.of(1, 3), 1)))));

        faults("fc (fully_connected): output y is int8[1, 3] scale 1.0; expected float32[1, 3]");
    }

    @Test
    void onlyWeightsHaveAScaleForEachChannel() {
        var perChannel =
                new TensorType(DataType.INT8, Shape.of(2, 3), new Quantization.PerChannel(1, List.of(1f, 2f, 3f)));
        var weight = builder.constant("w", Tensor.allocate(perChannel));
        var x = builder.input("x", TensorType.int8(Shape.of(1, 2), 1));
        builder.output(builder.add("fc", new FullyConnected(1, Activation.NONE), x, weight));
        builder.input("bad", perChannel);
        builder.add("copy", new Identity(), weight);

        faults(
                "input bad is int8[2, 3] 3 scales along axis 1; expected one scale",
                "copy (identity): input w is int8[2, 3] 3 scales along axis 1; only weights may have a scale for each"
                        + " channel",
                "copy (identity): output copy is int8[2, 3] 3 scales along axis 1; expected one scale");
    }

    @Test
    void aConstantHasTheTypeOfItsTensor() {
        var tensor = Tensor.of(TensorType.of(DataType.INT8, Shape.of(2)), new byte[] {1, 2});

        assertThatThrownBy(() -> new Value("c", PAIR, tensor, null))
                .isInstanceOf(InvalidGraphException.class)
                .hasMessage("constant c is declared as float32[2], its tensor is int8[2]");
        var scaled = Value.constant("c", tensor).withType(TensorType.int8(Shape.of(2), 0.5f));
        assertThat(scaled.constant()).isNotNull();
        assertThat(scaled.type()).hasToString("int8[2] scale 0.5");
    }

    @Test
    void valuesAreChangedByCopy() {
        var x = value("x").withName("y").withRange(2f).withType(TensorType.float32(3));

        assertThat(x).isEqualTo(new Value("y", TensorType.float32(3), null, 2f)).hasToString("%y: float32[3]");
        assertThat(x.isConstant()).isFalse();
    }
}
