package dev.touchstone.arm;

import static dev.touchstone.arm.Graphs.int8;

import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.BatchNorm;
import dev.touchstone.op.Binary;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Dequantize;
import dev.touchstone.op.Div;
import dev.touchstone.op.Flatten;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.op.Gelu;
import dev.touchstone.op.HardSwish;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Max;
import dev.touchstone.op.Min;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Pad;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Pow;
import dev.touchstone.op.Prelu;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Reduce;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Reshape;
import dev.touchstone.op.Scale;
import dev.touchstone.op.Sigmoid;
import dev.touchstone.op.Slice;
import dev.touchstone.op.Softmax;
import dev.touchstone.op.Split;
import dev.touchstone.op.Stack;
import dev.touchstone.op.Sub;
import dev.touchstone.op.Transpose;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Int8 operators without products against the reference, on every instruction set of this machine. */
class OperatorsTest {
    static List<String> instructionSets() {
        return Exactness.instructionSets();
    }

    private static void require(String isa, Operator operator, float scale, TensorType... types) {
        for (boolean positive : new boolean[] {false, true}) {
            var g = new Graphs(types.length);
            var inputs = new dev.touchstone.graph.Value[types.length];
            for (int i = 0; i < types.length; i++) {
                var x = g.input(types[i]);
                inputs[i] = positive ? g.int8(new Relu(), types[i].scale(), x) : x;
            }
            Exactness.require(isa, g.output(g.int8(operator, scale, inputs)).build(), 3);
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void poolsOfAnyWindow(String isa) {
        var windows = List.of(
                new Window.Global(),
                new Window.Adaptive(new Hw(3, 2)),
                new Window.Sliding(new Hw(3, 3), new Hw(2, 2), Padding.explicit(1, 1, 1, 1), false),
                new Window.Sliding(new Hw(2, 2), new Hw(2, 2), Padding.NONE, true),
                new Window.Sliding(new Hw(3, 2), new Hw(1, 2), Padding.explicit(0, 2, 1, 0), false));
        for (var window : windows) {
            for (int channels : new int[] {3, 16, 40, 64, 100}) {
                var type = int8(0.02f, 2, channels, 9, 7);
                require(isa, new Pool2d(Pool2d.Kind.MAX, window, false), 0.02f, type);
                require(isa, new Pool2d(Pool2d.Kind.MAX, window, false), 0.03f, type);
                require(isa, new Pool2d(Pool2d.Kind.AVERAGE, window, false), 0.015f, type);
                if (window instanceof Window.Sliding) {
                    require(isa, new Pool2d(Pool2d.Kind.AVERAGE, window, true), 0.015f, type);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void elementsOfTwoTensors(String isa) {
        List<Binary> operators = List.of(new Add(-1), new Sub(-1), new Mul(-1), new Max(-1), new Min(-1));
        int[][][] shapes = {
            {{1, 40, 5, 6}, {1, 40, 5, 6}},
            {{2, 100, 5, 6}, {1, 100, 1, 1}},
            {{2, 24, 5, 6}, {2, 24, 1, 1}},
            {{1, 64, 5, 6}, {1}},
            {{1, 20, 5, 6}, {5, 6}},
            {{1, 1, 5, 6}, {1, 20, 1, 1}},
            {{3, 50}, {3, 50}},
            {{3, 50}, {50}},
            {{7}, {7}},
            {{1, 70, 1, 1}, {1, 70, 1, 1}}
        };
        for (var operator : operators) {
            for (int[][] s : shapes) {
                require(isa, operator, 0.06f, int8(0.05f, s[0]), int8(0.03f, s[1]));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void elementsOfATensorAndAConstant(String isa) {
        int[][][] shapes = {{{2, 100, 5, 6}, {100, 1, 1}}, {{2, 40, 4, 4}, {2, 40, 4, 4}}, {{3, 50}, {50}}};
        for (int[][] s : shapes) {
            for (Binary operator : List.of(new Mul(-1), new Sub(-1))) {
                var g = new Graphs(4);
                var y = g.int8(operator, 0.06f, g.input(int8(0.05f, s[0])), g.constant(int8(0.03f, s[1])));
                Exactness.require(isa, g.output(y).build(), 4);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void functionsOfOneElement(String isa) {
        for (int[] shape : new int[][] {{2, 40, 5, 3}, {1, 70, 1, 1}, {77}, {3, 5, 7}}) {
            require(isa, new Sigmoid(), 1 / 127f, int8(0.05f, shape));
            require(isa, new HardSwish(6, 6, 3), 0.04f, int8(0.05f, shape));
            require(isa, new Scale(-0.7f, 0.3f, true), 0.04f, int8(0.05f, shape));
            require(isa, new Relu(), 0.02f, int8(0.05f, shape));
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void softmaxAlongAnyAxis(String isa) {
        require(isa, new Softmax(-1), 1 / 127f, int8(0.1f, 3, 1000));
        require(isa, new Softmax(1), 1 / 127f, int8(0.05f, 2, 21, 5, 4));
        require(isa, new Softmax(0), 0.002f, int8(0.05f, 7, 3));
        require(isa, new Softmax(-1), 1 / 127f, int8(0.1f, 3, 1));
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void movesOfElements(String isa) {
        require(isa, new Concat(1), 0.05f, int8(0.05f, 2, 58, 4, 5), int8(0.05f, 2, 58, 4, 5));
        require(isa, new Concat(1), 0.06f, int8(0.05f, 1, 64, 4, 5), int8(0.04f, 1, 10, 4, 5), int8(0.06f, 1, 3, 4, 5));
        require(isa, new Concat(2), 0.06f, int8(0.05f, 1, 20, 4, 5), int8(0.06f, 1, 20, 3, 5));
        require(isa, new Concat(0), 0.06f, int8(0.05f, 3, 4), int8(0.06f, 2, 4));
        require(
                isa,
                new Slice(List.of(1, 3), List.of(5, 6), List.of(20, 3), List.of(3, -2)),
                0.05f,
                int8(0.05f, 1, 90, 4, 7));
        require(isa, new Transpose(List.of(0, 2, 3, 1)), 0.05f, int8(0.05f, 2, 30, 4, 7));
        require(isa, new Transpose(List.of(0, 3, 1, 2)), 0.07f, int8(0.05f, 1, 70, 4, 7));
        require(isa, new Transpose(List.of(0, 2, 1, 3, 4)), 0.05f, int8(0.05f, 1, 2, 29, 4, 7));
        require(isa, new Reshape(List.of(1, 2, 29, 4, 7)), 0.05f, int8(0.05f, 1, 58, 4, 7));
        require(isa, new Reshape(List.of(1, 58, 4, 7)), 0.05f, int8(0.05f, 1, 2, 29, 28));
        require(isa, new Flatten(List.of(1)), 0.05f, int8(0.05f, 2, 58, 4, 7));
        require(isa, new Flatten(List.of(1)), 0.05f, int8(0.05f, 1, 200, 1, 1));
        require(isa, new Stack(1), 0.05f, int8(0.05f, 2, 5, 3), int8(0.04f, 2, 5, 3));
        require(
                isa,
                new Pad(Pad.Mode.CONSTANT, List.of(0, 1, 2, 3), List.of(0, 0, 1, 2), 0.5f),
                0.05f,
                int8(0.05f, 1, 20, 4, 5));
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void splitsIntoTensorsOfOtherScales(String isa) {
        var g = new Graphs(1);
        var x = g.input(int8(0.05f, 1, 116, 6, 5));
        var node = new dev.touchstone.graph.Node(
                "s",
                new Split(1, List.of(58, 58)),
                List.of(x),
                List.of(
                        dev.touchstone.graph.Value.variable("a", int8(0.05f, 1, 58, 6, 5)),
                        dev.touchstone.graph.Value.variable("b", int8(0.07f, 1, 58, 6, 5))));
        g.add(node);
        Exactness.require(
                isa,
                g.output(node.outputs().toArray(dev.touchstone.graph.Value[]::new))
                        .build(),
                1);
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void fromFloatsAndBack(String isa) {
        int[][] shapes = {{1, 3, 9, 28}, {2, 1, 7, 17}, {1, 4, 5, 3}, {1, 2, 3, 5}, {1, 40, 5, 5}, {3, 7}, {1000}};
        for (int[] shape : shapes) {
            var g = new Graphs(2);
            var q = g.int8(new Quantize(0.02f), 0.02f, g.input(TensorType.float32(shape)));
            if (shape.length == 4) {
                var w = g.weights(false, 0, 16, shape[1], 1, 1);
                g.output(g.int8(Conv2d.plain(), 0.1f, q, w));
            } else {
                g.output(q);
            }
            var y = g.add(new Dequantize(), TensorType.float32(shape), q);
            Exactness.require(isa, g.output(y).build(), 2);
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void quantizesWhatIsNoNumber(String isa) {
        var g = new Graphs(2);
        var q = g.int8(new Quantize(0.02f), 0.02f, g.input(TensorType.float32(1, 3, 1, 16)));
        var graph = g.output(g.int8(Conv2d.plain(), 0.001f, q, g.weights(false, 0, 16, 3, 1, 1)))
                .build();
        var plain = new Graphs(2);
        var p = plain.int8(new Quantize(0.02f), 0.02f, plain.input(TensorType.float32(1, 3, 1, 16)));
        var x = Exactness.random(TensorType.float32(1, 3, 1, 16), new SplittableRandom(1));
        float[] special = {
            Float.NaN,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            -0f,
            1e38f,
            -1e38f,
            0.01f,
            0.03f,
            Float.MIN_VALUE
        };
        System.arraycopy(special, 0, x.floats(), 0, special.length);
        System.arraycopy(special, 0, x.floats(), 20, special.length);
        x.floats()[40] = Float.NaN;
        for (var each : List.of(graph, plain.output(p).build())) {
            List<Tensor> inputs = List.of(x);
            try (var backend = Exactness.open(isa)) {
                Exactness.requireEqual(
                        each,
                        Exactness.run(new dev.touchstone.reference.ReferenceBackend(), each, inputs),
                        Exactness.run(backend, each, inputs),
                        isa);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void functionsOfTwoValues(String isa) {
        for (Operator operator : List.of(new Div(-1), new Pow(-1))) {
            require(isa, operator, 0.5f, int8(0.05f, 2, 40, 5, 6), int8(0.03f, 2, 40, 5, 6));
            require(isa, operator, 0.1f, int8(0.05f, 1, 70, 5, 6), int8(0.03f, 70, 1, 1));
            require(isa, operator, 0.1f, int8(0.05f, 3, 50), int8(0.03f, 50));
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void slopesOfChannels(String isa) {
        for (int[] shape : new int[][] {{2, 70, 5, 6}, {3, 20}}) {
            for (var mode : List.of(Prelu.Mode.ALL, Prelu.Mode.CHANNEL)) {
                var g = new Graphs(2);
                var x = g.input(int8(0.05f, shape));
                var slopes = g.bias(mode == Prelu.Mode.ALL ? 1 : shape[1]);
                Exactness.require(
                        isa, g.output(g.int8(new Prelu(mode), 0.04f, x, slopes)).build(), 3);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void padsOfWhatIsThere(String isa) {
        for (var mode : List.of(Pad.Mode.REFLECT, Pad.Mode.EDGE, Pad.Mode.CIRCULAR)) {
            var images = new Pad(mode, List.of(0, 0, 2, 3), List.of(0, 0, 1, 2), 0);
            require(isa, images, 0.05f, int8(0.05f, 2, 70, 4, 5));
            require(isa, images, 0.06f, int8(0.05f, 1, 20, 4, 5));
            require(isa, new Pad(mode, List.of(0, 3, 0, 1), List.of(1, 2, 0, 0), 0), 0.05f, int8(0.05f, 2, 66, 4, 5));
            require(isa, new Pad(mode, List.of(1, 2), List.of(0, 3), 0), 0.05f, int8(0.05f, 3, 4));
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void reductions(String isa) {
        for (var kind : List.of(Reduce.Kind.MEAN, Reduce.Kind.SUM, Reduce.Kind.MAX, Reduce.Kind.MIN)) {
            for (boolean keep : new boolean[] {true, false}) {
                require(isa, new Reduce(kind, List.of(2, 3), keep), 0.06f, int8(0.05f, 2, 70, 5, 6));
                require(isa, new Reduce(kind, List.of(1), keep), 0.05f, int8(0.05f, 2, 70, 5, 6));
                require(isa, new Reduce(kind, List.of(0, 3), keep), 0.2f, int8(0.05f, 3, 20, 5, 6));
                require(isa, new Reduce(kind, List.of(-1), keep), 0.05f, int8(0.05f, 7, 33));
            }
            require(isa, new Reduce(kind, List.of(), true), 0.2f, int8(0.05f, 3, 20, 5));
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void matrixProductsWhoseResultIsAnImage(String isa) {
        for (int[] shape : new int[][] {{1, 6, 4, 30}, {2, 70, 3, 16}}) {
            var g = new Graphs(4);
            var x = g.input(int8(0.02f, shape));
            var fc = new FullyConnected(3, Activation.RELU);
            var y = g.int8(fc, 0.3f, x, g.weights(true, 1, shape[3], 50), g.bias(50));
            Exactness.require(isa, g.output(y).build(), 4);
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void movesOfNumbersWithoutAScale(String isa) {
        List<Operator> operators = List.of(
                new Transpose(List.of(0, 2, 3, 1)),
                new Flatten(List.of(1)),
                new Slice(List.of(1, 3), List.of(1, 4), List.of(3, 3), List.of(2, -2)),
                new Pad(Pad.Mode.CONSTANT, List.of(0, 1, 2, 0), List.of(0, 0, 1, 2), 300.5f),
                new Pad(Pad.Mode.EDGE, List.of(0, 1, 2, 0), List.of(0, 0, 1, 2), 0),
                new Concat(1),
                new Stack(2));
        for (var dataType : DataType.values()) {
            for (var operator : operators) {
                var type = new TensorType(dataType, Shape.of(2, 7, 3, 5), null);
                var g = new Graphs(1);
                boolean two = operator instanceof Concat || operator instanceof Stack;
                var inputs = two ? List.of(g.input(type), g.input(type)) : List.of(g.input(type));
                var result = GraphBuilder.infer("y", operator, inputs).getFirst();
                var y = g.add(operator, result, inputs.toArray(Value[]::new));
                Exactness.require(isa, g.output(y).build(), 5);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void scalars(String isa) {
        require(isa, new Sigmoid(), 1 / 127f, int8(0.05f));
        require(isa, new Reshape(List.of()), 0.05f, int8(0.05f, 1, 1));
        require(isa, new Reduce(Reduce.Kind.MEAN, List.of(), false), 0.02f, int8(0.05f, 3, 20, 5));
        require(isa, new Mul(-1), 0.06f, int8(0.05f), int8(0.03f));
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void normsOfAnyRank(String isa) {
        for (int[] shape : new int[][] {{3, 40}, {2, 70, 9}, {2, 20, 5, 6}, {1, 6, 3, 2, 5}}) {
            for (var type : List.of(int8(0.05f, shape), TensorType.float32(shape))) {
                var g = new Graphs(1);
                var variances = new float[shape[1]];
                Arrays.fill(variances, 1.5f);
                var variance = Value.constant("v", Tensor.of(variances, shape[1]));
                var norm = new BatchNorm(1e-5f);
                var y = g.add(
                        norm, type, g.input(type), g.bias(shape[1]), g.bias(shape[1]), g.bias(shape[1]), variance);
                Exactness.require(isa, g.output(y).build(), 6);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void theExactFormOfGelu(String isa) {
        require(isa, new Gelu(false), 0.04f, int8(0.05f, 2, 40, 5, 6));
    }
}
