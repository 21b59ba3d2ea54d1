package dev.touchstone.arm;

import static dev.touchstone.arm.Graphs.int8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Binary;
import dev.touchstone.op.Clip;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Div;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.HardSigmoid;
import dev.touchstone.op.HardSwish;
import dev.touchstone.op.Hw;
import dev.touchstone.op.LeakyRelu;
import dev.touchstone.op.Max;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Pad;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Prelu;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Reduce;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Relu6;
import dev.touchstone.op.Scale;
import dev.touchstone.op.Sub;
import dev.touchstone.op.Unary;
import dev.touchstone.op.Window;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * float32 against the reference: equal where no sums are reordered, else within what another order of the same terms may
 * change: n * 2^-24 of the sum of their magnitudes, twice.
 */
class FloatTest {
    static List<String> instructionSets() {
        return Exactness.instructionSets();
    }

    private static List<Tensor> close(String isa, Graph graph, double tolerance) {
        var random = new SplittableRandom(7);
        var inputs = graph.inputs().stream()
                .map(v -> Exactness.random(v.type(), random))
                .toList();
        try (var backend = Exactness.open(isa)) {
            for (var node : graph.nodes()) {
                assertThat(backend.supports(node)).as(node.label()).isEqualTo(Support.SUPPORTED);
            }
            var expected = Exactness.run(new ReferenceBackend(), graph, inputs);
            var actual = Exactness.run(backend, graph, inputs);
            for (int i = 0; i < expected.size(); i++) {
                float[] e = expected.get(i).floats();
                float[] a = actual.get(i).floats();
                for (int k = 0; k < e.length; k++) {
                    if (!(Math.abs((double) a[k] - e[k]) <= tolerance)) {
                        assertThat((double) a[k])
                                .as(
                                        "element %d of %s in\n%s",
                                        k, graph.outputs().get(i), graph.toText())
                                .isCloseTo(e[k], org.assertj.core.data.Offset.offset(tolerance));
                    }
                }
            }
            return actual;
        }
    }

    private static Value real(Graphs g, int... extents) {
        return g.constant(TensorType.float32(extents));
    }

    /** Inputs and weights are below 3, so a term is below 9. */
    private static double tolerance(int terms) {
        return 2 * terms * 9.0 * terms / (1 << 24);
    }

    private static final int[][] SHAPES = {
        {1, 64, 14, 14, 64, 1, 1, 1, 0, 1},
        {1, 3, 15, 13, 16, 1, 3, 2, 1, 1},
        {2, 40, 7, 9, 24, 1, 3, 1, 1, 1},
        {1, 100, 5, 6, 200, 1, 1, 1, 0, 1},
        {1, 20, 9, 11, 36, 1, 3, 2, 2, 2},
        {1, 64, 8, 8, 64, 4, 3, 1, 1, 1},
        {1, 32, 15, 13, 32, 32, 3, 1, 1, 1},
        {2, 100, 14, 14, 100, 100, 5, 2, 2, 1},
        {1, 64, 7, 7, 64, 64, 3, 1, 1, 1},
        {1, 64, 11, 20, 64, 64, 3, 2, 1, 1},
        {2, 48, 10, 9, 48, 48, 3, 1, 2, 2},
        {1, 128, 1, 5, 128, 128, 3, 1, 1, 1},
        {1, 32, 9, 23, 32, 32, 2, 1, 1, 1},
        {1, 256, 1, 1, 320, 1, 1, 1, 0, 1},
        {2, 2, 9, 11, 20, 1, 3, 1, 2, 2},
        {1, 1, 12, 7, 16, 1, 5, 2, 2, 1},
    };

    private static Conv2d conv(int[] s, Activation activation) {
        return new Conv2d(
                new Hw(s[7], s[7]), Padding.explicit(s[8], s[8], s[8], s[8]), new Hw(s[9], s[9]), s[5], activation);
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void convolutions(String isa) {
        for (int[] s : SHAPES) {
            int terms = s[1] / s[5] * s[6] * s[6];
            for (var activation : List.of(Activation.NONE, Activation.RELU, new Activation.HardSwish(6, 6, 3))) {
                var g = new Graphs(s[4]);
                var x = g.input(TensorType.float32(s[0], s[1], s[2], s[3]));
                var w = real(g, s[4], s[1] / s[5], s[6], s[6]);
                var shape = dev.touchstone.graph.GraphBuilder.infer("y", conv(s, activation), List.of(x, w))
                        .getFirst();
                var y = g.add(conv(s, activation), shape, x, w, g.bias(s[4]));
                var factor = activation instanceof Activation.HardSwish ? 2 * terms : 1;
                close(isa, g.output(y).build(), tolerance(terms) * factor);
            }
        }
    }

    /** Tensors of a run lie where others lay: behind one another, convolutions compute what each computes alone. */
    @ParameterizedTest
    @MethodSource("instructionSets")
    void bordersAreZeroWhateverLayThereBefore(String isa) {
        int[][] layers = {
            {1, 32, 13, 12, 64, 1, 3, 1, 1, 1},
            {1, 64, 13, 12, 64, 64, 3, 1, 1, 1},
            {1, 64, 13, 12, 32, 1, 5, 2, 2, 1},
            {1, 32, 7, 6, 64, 1, 3, 1, 2, 2},
            {1, 64, 7, 6, 64, 64, 3, 2, 1, 1},
        };
        var together = new Graphs(3);
        var x = together.input(TensorType.float32(1, 32, 13, 12));
        var input = Exactness.random(x.type(), new SplittableRandom(7));
        try (var backend = Exactness.open(isa)) {
            var expected = input;
            for (int[] s : layers) {
                var w = real(together, s[4], s[1] / s[5], s[6], s[6]);
                var conv = conv(s, Activation.NONE);
                var type = dev.touchstone.graph.GraphBuilder.infer("y", conv, List.of(x, w))
                        .getFirst();
                x = together.add(conv, type, x, w);
                var alone = new Graphs(3);
                var one = alone.add(conv, type, alone.input(expected.type()), w);
                expected = Exactness.run(backend, alone.output(one).build(), List.of(expected))
                        .getFirst();
            }
            var actual = Exactness.run(backend, together.output(x).build(), List.of(input));
            assertThat(actual.getFirst().floats()).isEqualTo(expected.floats());
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void convolutionsWithANormBehindThem(String isa) {
        for (int[] s : SHAPES) {
            int terms = s[1] / s[5] * s[6] * s[6];
            var g = new Graphs(s[4]);
            var x = g.input(TensorType.float32(s[0], s[1], s[2], s[3]));
            var w = real(g, s[4], s[1] / s[5], s[6], s[6]);
            var type = dev.touchstone.graph.GraphBuilder.infer("y", conv(s, Activation.NONE), List.of(x, w))
                    .getFirst();
            var y = g.add(conv(s, Activation.NONE), type, x, w);
            var ones = new float[s[4]];
            java.util.Arrays.fill(ones, 1.5f);
            var variance = Value.constant("v", Tensor.of(ones, s[4]));
            var n = g.add(new BatchNorm(1e-5f), type, y, g.bias(s[4]), g.bias(s[4]), g.bias(s[4]), variance);
            var r = g.add(s[1] % 3 == 0 ? new Relu() : new Relu6(6), type, n);
            close(isa, g.output(r).build(), tolerance(terms) * 2);
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void normsAlone(String isa) {
        for (int channels : new int[] {3, 40, 70}) {
            var type = TensorType.float32(2, channels, 5, 3);
            var g = new Graphs(channels);
            var ones = new float[channels];
            java.util.Arrays.fill(ones, 1.5f);
            var variance = Value.constant("v", Tensor.of(ones, channels));
            var c = new Value[] {g.input(type), g.bias(channels), g.bias(channels), g.bias(channels), variance};
            close(isa, g.output(g.add(new BatchNorm(1e-5f), type, c)).build(), 0);
            var q = new Graphs(channels);
            c[0] = q.input(int8(0.05f, 2, channels, 5, 3));
            Exactness.require(
                    isa, q.output(q.int8(new BatchNorm(1e-5f), 0.1f, c)).build(), 5);
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void matrixProducts(String isa) {
        for (int[] s : new int[][] {{1, 1024, 1000}, {5, 33, 70}, {3, 30, 33}}) {
            var g = new Graphs(s[1]);
            var x = g.input(TensorType.float32(s[0], s[1]));
            var y = g.add(
                    new FullyConnected(1, Activation.RELU),
                    TensorType.float32(s[0], s[2]),
                    x,
                    real(g, s[1], s[2]),
                    g.bias(s[2]));
            close(isa, g.output(y).build(), tolerance(s[1]));
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void int8ProductsWithFloatResults(String isa) {
        for (int[] s : SHAPES) {
            var g = new Graphs(s[4]);
            var x = g.input(int8(0.02f, s[0], s[1], s[2], s[3]));
            var w = g.weights(true, 0, s[4], s[1] / s[5], s[6], s[6]);
            var type = dev.touchstone.graph.GraphBuilder.infer("y", conv(s, Activation.RELU), List.of(x, w))
                    .getFirst();
            var y = g.add(conv(s, Activation.RELU), type, x, w, g.bias(s[4]));
            var z = g.int8(new Quantize(0.05f), 0.05f, y);
            var end = g.int8(Conv2d.plain(), 1f, z, g.weights(false, 0, 20, s[4], 1, 1));
            Exactness.require(isa, g.output(y, end).build(), 3);
        }
        var g = new Graphs(5);
        var y = g.add(
                new FullyConnected(1, Activation.NONE),
                TensorType.float32(3, 70),
                g.input(int8(0.02f, 3, 50)),
                g.weights(true, 1, 50, 70),
                g.bias(70));
        Exactness.require(isa, g.output(y).build(), 3);
    }

    private static void exact(String isa, Operator operator, int[]... shapes) {
        var g = new Graphs(3);
        var inputs = new Value[shapes.length];
        for (int i = 0; i < shapes.length; i++) {
            inputs[i] = g.input(TensorType.float32(shapes[i]));
        }
        var type = dev.touchstone.graph.GraphBuilder.infer("y", operator, List.of(inputs))
                .getFirst();
        close(isa, g.output(g.add(operator, type, inputs)).build(), 0);
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void elementsPoolsAndMoves(String isa) {
        for (Binary operator : List.of(new Add(-1), new Sub(-1), new Mul(-1), new Div(-1), new Max(-1))) {
            exact(isa, operator, new int[] {2, 40, 5, 6}, new int[] {2, 40, 5, 6});
            exact(isa, operator, new int[] {2, 70, 5, 6}, new int[] {70, 1, 1});
            exact(isa, operator, new int[] {3, 50}, new int[] {50});
        }
        for (Unary operator : List.of(
                new Relu(),
                new Relu6(2),
                new LeakyRelu(0.1f),
                new HardSwish(6, 6, 3),
                new HardSigmoid(0.2f, 0.5f),
                new Clip(-1, 2),
                new Scale(2, 0.5f, false))) {
            exact(isa, operator, new int[] {2, 40, 5, 6});
            exact(isa, operator, new int[] {77});
        }
        var window = new Window.Sliding(new Hw(3, 3), new Hw(2, 2), Padding.explicit(1, 1, 1, 1), false);
        exact(isa, new Pool2d(Pool2d.Kind.MAX, window, false), new int[] {2, 40, 9, 7});
        exact(isa, new Pool2d(Pool2d.Kind.AVERAGE, window, true), new int[] {1, 70, 9, 7});
        exact(isa, new Pool2d(Pool2d.Kind.AVERAGE, new Window.Global(), false), new int[] {1, 70, 9, 7});
        exact(isa, new Concat(1), new int[] {2, 40, 5, 6}, new int[] {2, 30, 5, 6});
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void reductionsPadsAndSlopes(String isa) {
        for (var kind : Reduce.Kind.values()) {
            exact(isa, new Reduce(kind, List.of(2, 3), true), new int[] {2, 70, 5, 6});
            exact(isa, new Reduce(kind, List.of(1), false), new int[] {2, 20, 5, 6});
            exact(isa, new Reduce(kind, List.of(-1), false), new int[] {7, 33});
        }
        for (var mode : List.of(Pad.Mode.REFLECT, Pad.Mode.EDGE, Pad.Mode.CIRCULAR)) {
            exact(isa, new Pad(mode, List.of(0, 0, 2, 3), List.of(0, 0, 1, 2), 0), new int[] {2, 40, 4, 5});
        }
        for (int[] slopes : new int[][] {{1}, {40}, {40, 5, 6}}) {
            var g = new Graphs(3);
            var x = g.input(TensorType.float32(2, 40, 5, 6));
            var mode = slopes.length == 3 ? Prelu.Mode.ELEMENT : slopes[0] == 1 ? Prelu.Mode.ALL : Prelu.Mode.CHANNEL;
            close(
                    isa,
                    g.output(g.add(new Prelu(mode), x.type(), x, real(g, slopes)))
                            .build(),
                    0);
        }
        for (int[] shape : new int[][] {{1, 6, 4, 30}, {2, 70, 3, 16}}) {
            var g = new Graphs(4);
            var x = g.input(TensorType.float32(shape));
            var y = g.add(
                    new FullyConnected(3, Activation.RELU),
                    TensorType.float32(shape[0], shape[1], shape[2], 50),
                    x,
                    real(g, shape[3], 50),
                    g.bias(50));
            close(isa, g.output(y).build(), tolerance(shape[3]));
        }
    }
}
