package dev.touchstone.arm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Add;
import dev.touchstone.op.HardSwish;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Relu6;
import dev.touchstone.op.Window;
import dev.touchstone.pass.Pipeline;
import dev.touchstone.pass.Precision;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small networks of the well-known kinds, in each precision: no node falls back, and int8 results are the reference's
 * bits, with one and two threads.
 */
class SeededNetTest {
    private static final Operator HARD_SWISH = new HardSwish(6, 6, 3);

    /** A kind of network. */
    enum Kind {
        MOBILENET_V1,
        MOBILENET_V2,
        MOBILENET_V3,
        RESNET,
        SQUEEZENET,
        SHUFFLENET_V1,
        SHUFFLENET_V2,
        PP_LCNET,
        DILATED;

        Graph graph(boolean quantized) {
            var net = new SeededNet(name(), quantized);
            return switch (this) {
                case MOBILENET_V1 -> mobileNetV1(net);
                case MOBILENET_V2 -> mobileNetV2(net);
                case MOBILENET_V3 -> mobileNetV3(net);
                case RESNET -> resNet(net);
                case SQUEEZENET -> squeezeNet(net);
                case SHUFFLENET_V1 -> shuffleNetV1(net);
                case SHUFFLENET_V2 -> shuffleNetV2(net);
                case PP_LCNET -> ppLcNet(net);
                case DILATED -> dilated(net);
            };
        }
    }

    private static Graph mobileNetV1(SeededNet net) {
        var x = net.add(new Relu(), net.conv(net.image(1, 33), 12, 3, 2, 1));
        int[][] blocks = {{24, 1}, {48, 2}, {48, 1}, {96, 2}, {128, 1}};
        for (int[] block : blocks) {
            x = net.add(new Relu(), net.depthwise(x, 3, block[1]));
            x = net.add(new Relu(), net.conv(x, block[0], 1, 1, 1));
        }
        return net.classify(x, 100);
    }

    private static Graph mobileNetV2(SeededNet net) {
        var x = net.add(new Relu6(6), net.conv(net.image(2, 32), 16, 3, 2, 1));
        int[][] blocks = {{16, 1, 1}, {24, 6, 2}, {24, 6, 1}, {40, 6, 2}, {40, 6, 1}};
        for (int[] block : blocks) {
            int c = SeededNet.channels(x);
            var y = x;
            if (block[1] > 1) {
                y = net.add(new Relu6(6), net.conv(y, c * block[1], 1, 1, 1));
            }
            y = net.add(new Relu6(6), net.depthwise(y, 3, block[2]));
            y = net.conv(y, block[0], 1, 1, 1);
            x = block[2] == 1 && c == block[0] ? net.add(new Add(-1), x, y) : y;
        }
        return net.classify(net.add(new Relu6(6), net.conv(x, 160, 1, 1, 1)), 100);
    }

    private static Graph mobileNetV3(SeededNet net) {
        var x = net.add(HARD_SWISH, net.conv(net.image(1, 48), 16, 3, 2, 1));
        // kernel, expansion, output, excite, hard swish, stride
        int[][] blocks = {
            {3, 16, 16, 1, 0, 2},
            {3, 72, 24, 0, 0, 2},
            {3, 88, 24, 0, 0, 1},
            {5, 96, 40, 1, 1, 2},
            {5, 240, 40, 1, 1, 1}
        };
        for (int[] b : blocks) {
            Operator activation = b[4] == 1 ? HARD_SWISH : new Relu();
            var y = net.add(activation, net.conv(x, b[1], 1, 1, 1));
            y = net.add(activation, net.depthwise(y, b[0], b[5]));
            y = b[3] == 1 ? net.excite(y, 4) : y;
            y = net.conv(y, b[2], 1, 1, 1);
            x = b[5] == 1 && SeededNet.channels(x) == b[2] ? net.add(new Add(-1), x, y) : y;
        }
        x = net.add(HARD_SWISH, net.conv(x, 144, 1, 1, 1));
        x = net.add(new Pool2d(Pool2d.Kind.AVERAGE, new Window.Adaptive(new dev.touchstone.op.Hw(1, 1)), false), x);
        return net.softmax(net.conv(net.add(HARD_SWISH, net.conv(x, 200, 1, 1, 1)), 100, 1, 1, 1));
    }

    private static Graph resNet(SeededNet net) {
        var x = net.maxPool(net.add(new Relu(), net.conv(net.image(1, 48), 32, 7, 2, 1)), false);
        for (int group = 0; group < 3; group++) {
            for (int i = 0; i < 2; i++) {
                int stride = i == 0 && group > 0 ? 2 : 1;
                int c = 16 << group;
                var shortcut = i == 0 ? net.conv(x, 4 * c, 1, stride, 1) : x;
                var y = net.add(new Relu(), net.conv(x, c, 1, 1, 1));
                y = net.add(new Relu(), net.conv(y, c, 3, stride, 1));
                x = net.add(new Relu(), net.add(new Add(-1), shortcut, net.conv(y, 4 * c, 1, 1, 1)));
            }
        }
        return net.classify(x, 100);
    }

    private static Graph squeezeNet(SeededNet net) {
        var x = net.maxPool(net.add(new Relu(), net.conv(net.image(1, 35), 64, 3, 2, 1)), true);
        for (int squeeze : new int[] {16, 16, 24}) {
            var s = net.add(new Relu(), net.conv(x, squeeze, 1, 1, 1));
            var one = net.add(new Relu(), net.conv(s, 4 * squeeze, 1, 1, 1));
            var three = net.add(new Relu(), net.conv(s, 4 * squeeze, 3, 1, 1));
            x = net.concat(one, three);
        }
        x = net.add(new Relu(), net.conv(net.maxPool(x, true), 100, 1, 1, 1));
        return net.softmax(net.add(new Pool2d(Pool2d.Kind.AVERAGE, new Window.Global(), false), x));
    }

    private static Graph shuffleNetV1(SeededNet net) {
        var x = net.maxPool(net.add(new Relu(), net.conv(net.image(1, 40), 24, 3, 2, 1)), false);
        for (int i = 0; i < 3; i++) {
            var y = net.shuffle(net.add(new Relu(), net.conv(x, 48, 1, 1, 3)));
            y = net.conv(net.depthwise(y, 3, 1), 24, 1, 1, 3);
            x = net.add(new Relu(), net.add(new Add(-1), x, y));
        }
        return net.classify(x, 100);
    }

    private static Graph shuffleNetV2(SeededNet net) {
        var x = net.maxPool(net.add(new Relu(), net.conv(net.image(1, 48), 24, 3, 2, 1)), false);
        x = net.shuffle(net.concat(
                net.add(new Relu(), net.conv(net.depthwise(x, 3, 2), 58, 1, 1, 1)),
                net.add(
                        new Relu(),
                        net.conv(net.depthwise(net.add(new Relu(), net.conv(x, 58, 1, 1, 1)), 3, 2), 58, 1, 1, 1))));
        for (int i = 0; i < 2; i++) {
            var halves = net.split(x);
            var y = net.add(new Relu(), net.conv(halves.get(1), 58, 1, 1, 1));
            y = net.add(new Relu(), net.conv(net.depthwise(y, 3, 1), 58, 1, 1, 1));
            x = net.shuffle(net.concat(halves.get(0), y));
        }
        return net.classify(x, 100);
    }

    private static Graph ppLcNet(SeededNet net) {
        var x = net.add(HARD_SWISH, net.conv(net.image(1, 48), 8, 3, 2, 1));
        // kernel, output, stride, excite
        int[][] blocks = {{3, 16, 1, 0}, {3, 32, 2, 0}, {3, 32, 1, 0}, {5, 64, 2, 0}, {5, 128, 2, 1}, {5, 128, 1, 1}};
        for (int[] b : blocks) {
            var y = net.add(HARD_SWISH, net.depthwise(x, b[0], b[2]));
            y = b[3] == 1 ? net.excite(y, 4) : y;
            x = net.add(HARD_SWISH, net.conv(y, b[1], 1, 1, 1));
        }
        x = net.add(new Pool2d(Pool2d.Kind.AVERAGE, new Window.Global(), false), x);
        return net.softmax(net.fullyConnected(net.add(HARD_SWISH, net.conv(x, 320, 1, 1, 1)), 100));
    }

    /** What none of the others has: dilation, a channel multiplier, groups that cross planes, two images. */
    private static Graph dilated(SeededNet net) {
        var x = net.add(new Relu(), net.conv(net.image(2, 29), 20, 3, 1, 1, 2));
        x = net.conv(x, 40, 3, 2, 20);
        x = net.add(new Relu(), net.conv(x, 60, 3, 1, 5, 2));
        x = net.add(new Relu(), net.conv(x, 60, 5, 1, 60, 3));
        x = net.conv(x, 180, 5, 2, 60);
        return net.classify(x, 77);
    }

    static List<Arguments> kindsAndInstructionSets() {
        var all = new ArrayList<Arguments>();
        for (var kind : Kind.values()) {
            for (var isa : Exactness.instructionSets()) {
                all.add(Arguments.of(kind, isa));
            }
        }
        return all;
    }

    private static List<Tensor> inputs(Graph graph) {
        var random = new SplittableRandom(23);
        return graph.inputs().stream()
                .map(Value::type)
                .map(type -> Exactness.random(type, random))
                .toList();
    }

    private static List<Tensor> run(Graph graph, String isa, int threads, List<Tensor> inputs) {
        try (var backend = Exactness.open(isa, threads)) {
            for (var node : graph.nodes()) {
                assertThat(backend.supports(node))
                        .as("%s of %s", node.label(), graph.name())
                        .isEqualTo(Support.SUPPORTED);
            }
            return Exactness.run(backend, graph, inputs);
        }
    }

    @ParameterizedTest
    @MethodSource("kindsAndInstructionSets")
    void int8IsExact(Kind kind, String isa) {
        for (var precision : List.of(Precision.FULL_INT8, Precision.CPU_INT8)) {
            var graph = Pipeline.prepare(kind.graph(true), precision).graph();
            var inputs = inputs(graph);
            var expected = Exactness.run(new ReferenceBackend(), graph, inputs);
            for (int threads = 1; threads <= 2; threads++) {
                Exactness.requireEqual(
                        graph, expected, run(graph, isa, threads, inputs), precision + ", threads " + threads);
            }
        }
    }

    /** Sums of products have another order here, so that results are near the reference's, not the same. */
    @ParameterizedTest
    @MethodSource("kindsAndInstructionSets")
    void floatIsClose(Kind kind, String isa) {
        var graph = Pipeline.prepare(kind.graph(false), Precision.FLOAT).graph();
        var inputs = inputs(graph);
        float[] expected =
                Exactness.run(new ReferenceBackend(), graph, inputs).getFirst().floats();
        for (int threads = 1; threads <= 2; threads++) {
            assertThat(run(graph, isa, threads, inputs).getFirst().floats())
                    .usingComparatorWithPrecision(1e-5f)
                    .containsExactly(expected);
        }
    }

    /** One float32 rounding more or less can turn an integer, so that only the scale of the results is compared. */
    @ParameterizedTest
    @MethodSource("kindsAndInstructionSets")
    void fakeQuantizationDoesNotFallBack(Kind kind, String isa) {
        var graph = Pipeline.prepare(kind.graph(true), Precision.FLOAT).graph();
        var inputs = inputs(graph);
        float[] expected =
                Exactness.run(new ReferenceBackend(), graph, inputs).getFirst().floats();
        assertThat(run(graph, isa, 1, inputs).getFirst().floats())
                .usingComparatorWithPrecision(0.1f)
                .containsExactly(expected);
    }
}
