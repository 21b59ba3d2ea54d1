package dev.touchstone.arm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.op.Abs;
import dev.touchstone.op.Ceil;
import dev.touchstone.op.Elu;
import dev.touchstone.op.Exp;
import dev.touchstone.op.FakeDequantize;
import dev.touchstone.op.FakeQuantize;
import dev.touchstone.op.Floor;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Reciprocal;
import dev.touchstone.op.Round;
import dev.touchstone.op.Rsqrt;
import dev.touchstone.op.Sigmoid;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Sqrt;
import dev.touchstone.op.Square;
import dev.touchstone.op.Swish;
import dev.touchstone.op.Tanh;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions of float32 that are computed in double: every bit is the reference's, except that zeros have any sign. */
class DoubleFunctionTest {
    private static final float[] SPECIAL = {
        0f,
        -0f,
        1f,
        -1f,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        0.5f,
        -0.5f,
        1.5f,
        2.5f,
        -2.5f,
        0.49999997f,
        8388607.5f,
        0x1p23f,
        // about ln(2) / 2 and 3 ln(2) / 2, where the reduction changes
        0x1.62e42ep-2f,
        0x1.62e43p-2f,
        -0x1.62e42ep-2f,
        0x1.0a2b22p0f,
        0x1.0a2b24p0f,
        0x1p-28f,
        0x1p-29f,
        88.72283f,
        88.72284f,
        -103.97208f,
        -103.97207f,
        709.8f,
        -745.2f,
        750f,
        -750f,
        22f,
        -9.010913f
    };

    static List<String> instructionSets() {
        return Exactness.instructionSets();
    }

    /** Special numbers, then others of all magnitudes, of which every second lies between -10 and 10. */
    private static Tensor numbers(int n, long seed) {
        var random = new SplittableRandom(seed);
        var numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = i < SPECIAL.length
                    ? SPECIAL[i]
                    : i % 2 == 0 ? (float) random.nextDouble(-10, 10) : Float.intBitsToFloat(random.nextInt());
        }
        return Tensor.of(numbers, n);
    }

    private static void require(String isa, Graph graph, Tensor x) {
        try (var backend = Exactness.open(isa)) {
            for (var node : graph.nodes()) {
                assertThat(backend.supports(node)).as(node.label()).isEqualTo(Support.SUPPORTED);
            }
            float[] expected = Exactness.run(new ReferenceBackend(), graph, List.of(x))
                    .getFirst()
                    .floats();
            float[] actual =
                    Exactness.run(backend, graph, List.of(x)).getFirst().floats();
            for (int i = 0; i < expected.length; i++) {
                if (Float.floatToIntBits(actual[i] + 0f) != Float.floatToIntBits(expected[i] + 0f)) {
                    assertThat(actual[i])
                            .as("of %s at %d\n%s", x.floats()[i], i, graph.toText())
                            .isEqualTo(expected[i]);
                }
            }
        }
    }

    private static Graph graph(Operator operator, int... extents) {
        var g = new Graphs(1);
        var type = TensorType.float32(extents);
        return g.output(g.add(operator, type, g.input(type))).build();
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void functionsOfOneNumber(String isa) {
        for (var operator : List.<Operator>of(
                new Abs(),
                new Ceil(),
                new Floor(),
                new Round(),
                new Square(),
                new Reciprocal(),
                new Sqrt(),
                new Rsqrt(),
                new Exp(),
                new Sigmoid(),
                new Swish(1),
                new Swish(1.7f),
                new Tanh(),
                new Elu(1),
                new Elu(0.3f))) {
            require(isa, graph(operator, 100_003), numbers(100_003, 5));
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void functionsOfImages(String isa) {
        var x = Exactness.random(TensorType.float32(2, 40, 5, 7), new SplittableRandom(2));
        require(isa, graph(new Sigmoid(), 2, 40, 5, 7), x);
        require(isa, graph(new Swish(1), 2, 40, 5, 7), x);
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void softmaxes(String isa) {
        int[][] shapes = {{1, 1000, 1}, {3, 10, 1}, {2, 21, 20}, {1, 1, 1}, {5, 16, 1}, {1, 7, 3}};
        for (int[] s : shapes) {
            var type = TensorType.float32(s);
            for (double spread : new double[] {1, 30, 400}) {
                var x = Exactness.random(type, new SplittableRandom(3));
                for (int i = 0; i < x.floats().length; i++) {
                    x.floats()[i] *= (float) (spread / 3);
                }
                require(isa, graph(new Softmax(1), s), x);
            }
        }
        var images = Exactness.random(TensorType.float32(1, 21, 5, 4), new SplittableRandom(4));
        require(isa, graph(new Softmax(1), 1, 21, 5, 4), images);
        require(isa, graph(new Softmax(-1), 1, 21, 5, 4), images);
        require(
                isa,
                graph(new Softmax(1), 7, 4),
                Tensor.of(
                        new float[] {
                            1,
                            Float.NaN,
                            2,
                            3,
                            Float.POSITIVE_INFINITY,
                            1,
                            2,
                            3,
                            Float.NEGATIVE_INFINITY,
                            1,
                            2,
                            3,
                            1,
                            2,
                            3,
                            4,
                            Float.NEGATIVE_INFINITY,
                            Float.NEGATIVE_INFINITY,
                            Float.NEGATIVE_INFINITY,
                            Float.NEGATIVE_INFINITY,
                            5,
                            5,
                            5,
                            5,
                            0,
                            -1000,
                            0,
                            1000
                        },
                        7,
                        4));
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void fakeQuantization(String isa) {
        for (float threshold : new float[] {1, 6, 127, 0.3f, 1e-31f}) {
            for (var order : FakeQuantize.Order.values()) {
                for (int bits : new int[] {8, 16}) {
                    for (boolean back : new boolean[] {false, true}) {
                        var g = new Graphs(1);
                        var type = TensorType.float32(20_001);
                        var t = dev.touchstone.graph.Value.constant("t", Tensor.of(new float[] {threshold}, 1));
                        var y = g.add(new FakeQuantize(order, bits, -1, back, false), type, g.input(type), t);
                        require(isa, g.output(y).build(), ties(20_001, threshold));
                    }
                }
            }
        }
    }

    /** Many numbers that lie half-way between two integers or beside that, if the threshold is a power of 2 less 1. */
    private static Tensor ties(int n, float threshold) {
        var numbers = numbers(n, 6);
        for (int i = SPECIAL.length; i < n; i += 3) {
            float tie = (float) ((i % 512 - 256 + 0.5) * threshold / 127);
            numbers.floats()[i] = i % 2 == 0 ? tie : i % 4 == 1 ? Math.nextUp(tie) : Math.nextDown(tie);
        }
        return numbers;
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void fakeDequantization(String isa) {
        var type = TensorType.float32(2, 5, 3, 4);
        for (int axis = -1; axis <= 1; axis++) {
            var g = new Graphs(1);
            var x = g.input(type);
            int scales = axis < 0 ? 1 : axis == 0 ? 2 : 5;
            var y = axis == 0
                    ? g.add(new FakeDequantize(axis, 127), type, x, g.bias(scales))
                    : g.add(new FakeDequantize(axis, 16129), type, x, g.bias(scales), g.bias(1));
            require(isa, g.output(y).build(), Exactness.random(type, new SplittableRandom(9)));
        }
    }
}
