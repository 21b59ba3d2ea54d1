package dev.touchstone.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.RunCancelledException;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Identity;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Relu;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The execution of whole graphs: order, buffers, memory of the caller, threads. */
class ReferenceGraphTest {
    private static final TensorType FOUR = TensorType.float32(4);

    /** x + 1, then doubled {@code depth} times by adding to itself; the sum after two doublings is an output, too. */
    private static Graph chain(int depth) {
        var builder = new GraphBuilder("chain");
        var x = builder.input("x", FOUR);
        var one = builder.constant("one", Tensor.of(new float[] {1, 1, 1, 1}, 4));
        var y = builder.add("plus", new Add(-1), x, one);
        for (int i = 0; i < depth; i++) {
            y = builder.add("double" + i, new Add(-1), y, y);
            if (i == 1) {
                builder.output(y);
            }
        }
        builder.output(y);
        return builder.build();
    }

    private static List<Tensor> run(Graph graph, Tensor... inputs) {
        try (var compiled = new ReferenceBackend().compile(graph)) {
            var outputs =
                    graph.outputs().stream().map(v -> Tensor.allocate(v.type())).toList();
            compiled.run(List.of(inputs), outputs, RunMonitor.NONE);
            return outputs;
        }
    }

    @Test
    void keepsAnOutputThatLaterNodesRead() {
        var outputs = run(chain(6), Tensor.of(new float[] {0, 1, 2, 3}, 4));
        assertThat(outputs.get(0).floats()).containsExactly(4, 8, 12, 16);
        assertThat(outputs.get(1).floats()).containsExactly(64, 128, 192, 256);
    }

    @Test
    void reusesTheBuffersOfValuesThatNobodyReadsAnyMore() {
        // One for the output in the middle, two that take turns.
        assertThat(BufferPlan.of(chain(20)).buffersNeeded()).hasSize(3);
    }

    @Test
    void neverReusesABufferOfAnotherLengthOrKind() {
        var builder = new GraphBuilder("kinds");
        var x = builder.input("x", FOUR);
        var a = builder.add("a", new Relu(), x);
        var b = builder.add("b", new dev.touchstone.op.Quantize(1), a);
        var c = builder.add("c", new dev.touchstone.op.Dequantize(), b);
        builder.output(builder.add("d", new Relu(), c));
        var plan = BufferPlan.of(builder.build());
        assertThat(plan.buffers()).containsExactly(-1, 0, 1, 0, 2);
    }

    @Test
    void deliversInputsConstantsAndTheSameValueTwice() {
        var builder = new GraphBuilder("odd outputs");
        var x = builder.input("x", FOUR);
        var constant = builder.constant("c", Tensor.of(new float[] {9, 8, 7, 6}, 4));
        var y = builder.add("y", new Add(-1), x, constant);
        List.of(x, constant, y, y).forEach(builder::output);
        var outputs = run(builder.build(), Tensor.of(new float[] {1, 2, 3, 4}, 4));
        assertThat(outputs.get(0).floats()).containsExactly(1, 2, 3, 4);
        assertThat(outputs.get(1).floats()).containsExactly(9, 8, 7, 6);
        assertThat(outputs.get(2).floats()).containsExactly(10, 10, 10, 10);
        assertThat(outputs.get(3).floats()).containsExactly(10, 10, 10, 10);
    }

    @Test
    void ignoresAResultThatNobodyReads() {
        var builder = new GraphBuilder("dead end");
        var x = builder.input("x", FOUR);
        builder.add("dead", new Relu(), x);
        builder.output(builder.add("y", new Relu(), x));
        assertThat(run(builder.build(), Tensor.of(new float[] {-1, 2, -3, 4}, 4))
                        .getFirst()
                        .floats())
                .containsExactly(0, 2, 0, 4);
    }

    @Test
    void readsAndWritesNativeMemoryAndPartsOfArrays() {
        try (var arena = Arena.ofConfined();
                var compiled = new ReferenceBackend().compile(chain(2))) {
            var nativeInput = Tensor.wrap(arena.allocate(16, 4), FOUR);
            nativeInput.copyFrom(Tensor.of(new float[] {0, 1, 2, 3}, 4));
            var array = new float[9];
            var part = Tensor.wrap(MemorySegment.ofArray(array).asSlice(4, 16), FOUR);
            var nativeOutput = Tensor.wrap(arena.allocate(16, 4), FOUR);
            compiled.run(List.of(nativeInput), List.of(part, nativeOutput), RunMonitor.NONE);
            assertThat(array).containsExactly(0, 4, 8, 12, 16, 0, 0, 0, 0);
            assertThat(nativeOutput.toFloats()).containsExactly(4, 8, 12, 16);
            compiled.run(List.of(part), List.of(nativeInput, nativeOutput), RunMonitor.NONE);
            assertThat(nativeInput.toFloats()).containsExactly(20, 36, 52, 68);
        }
    }

    @Test
    void takesConstantsFromNativeMemory() {
        try (var arena = Arena.ofConfined()) {
            var constant = Tensor.wrap(arena.allocate(16, 4), FOUR);
            constant.copyFrom(Tensor.of(new float[] {1, 2, 3, 4}, 4));
            var builder = new GraphBuilder("native constant");
            var x = builder.input("x", FOUR);
            builder.output(builder.add("y", new Add(-1), x, builder.constant("c", constant)));
            assertThat(run(builder.build(), Tensor.of(new float[4], 4))
                            .getFirst()
                            .floats())
                    .containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void leavesTheCallersInputsAndEarlierOutputsAlone() {
        try (var compiled = new ReferenceBackend().compile(chain(2))) {
            var x = Tensor.of(new float[] {0, 1, 2, 3}, 4);
            var first = List.of(Tensor.allocate(FOUR), Tensor.allocate(FOUR));
            var second = List.of(Tensor.allocate(FOUR), Tensor.allocate(FOUR));
            compiled.run(List.of(x), first, RunMonitor.NONE);
            compiled.run(List.of(Tensor.of(new float[] {7, 7, 7, 7}, 4)), second, RunMonitor.NONE);
            assertThat(x.floats()).containsExactly(0, 1, 2, 3);
            assertThat(first.get(1).floats()).containsExactly(4, 8, 12, 16);
            assertThat(second.get(1).floats()).containsExactly(32, 32, 32, 32);
        }
    }

    @Test
    void tellsTheMonitorBeforeAndAfterEachNode() {
        var told = new ArrayList<String>();
        var monitor = new RunMonitor() {
            @Override
            public void before(Node node) {
                told.add("before " + node.name());
            }

            @Override
            public void after(Node node) {
                told.add("after " + node.name());
            }
        };
        try (var compiled = new ReferenceBackend().compile(chain(2))) {
            compiled.run(
                    List.of(Tensor.allocate(FOUR)), List.of(Tensor.allocate(FOUR), Tensor.allocate(FOUR)), monitor);
        }
        assertThat(told)
                .containsExactly(
                        "before plus",
                        "after plus",
                        "before double0",
                        "after double0",
                        "before double1",
                        "after double1");
    }

    @Test
    void endsWhenTheMonitorThrowsAndRunsAgain() {
        var cancelling = new RunMonitor() {
            @Override
            public void before(Node node) {
                if (node.name().equals("double0")) {
                    throw new RunCancelledException("cancelled");
                }
            }

            @Override
            public void after(Node node) {}
        };
        try (var compiled = new ReferenceBackend().compile(chain(2))) {
            var inputs = List.of(Tensor.of(new float[] {0, 1, 2, 3}, 4));
            var outputs = List.of(Tensor.allocate(FOUR), Tensor.allocate(FOUR));
            assertThatThrownBy(() -> compiled.run(inputs, outputs, cancelling))
                    .isInstanceOf(RunCancelledException.class);
            compiled.run(inputs, outputs, RunMonitor.NONE);
            assertThat(outputs.get(0).floats()).containsExactly(4, 8, 12, 16);
        }
    }

    @Test
    void givesTheSameResultsToOverlappingRuns() throws Exception {
        var graph = convolutions();
        var r = new SplittableRandom(3);
        var inputs = new ArrayList<Tensor>();
        var expected = new ArrayList<byte[]>();
        for (int i = 0; i < 8; i++) {
            var x = Tensor.allocate(graph.inputs().getFirst().type());
            for (int j = 0; j < x.bytes().length; j++) {
                x.bytes()[j] = (byte) r.nextInt(-127, 128);
            }
            inputs.add(x);
            expected.add(run(graph, x).getFirst().bytes());
        }
        try (var threads = Executors.newFixedThreadPool(8);
                var compiled = new ReferenceBackend().compile(graph)) {
            var tasks = new ArrayList<Callable<byte[]>>();
            for (int i = 0; i < 400; i++) {
                var x = inputs.get(i % 8);
                tasks.add(() -> {
                    var y = Tensor.allocate(graph.outputs().getFirst().type());
                    compiled.run(List.of(x), List.of(y), RunMonitor.NONE);
                    return y.bytes();
                });
            }
            var results = threads.invokeAll(tasks);
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).get()).as("run " + i).isEqualTo(expected.get(i % 8));
            }
        }
    }

    private static Graph convolutions() {
        var r = new SplittableRandom(2);
        var builder = new GraphBuilder("convolutions");
        var y = builder.input("x", TensorType.int8(Shape.of(1, 6, 11, 13), 0.02f));
        for (int i = 0; i < 4; i++) {
            int group = i % 2 == 0 ? 6 : 1;
            var w = Tensor.allocate(TensorType.int8(Shape.of(6, group, 3, 3), 0.01f));
            for (int j = 0; j < w.bytes().length; j++) {
                w.bytes()[j] = (byte) r.nextInt(-127, 128);
            }
            var conv =
                    new Conv2d(Hw.ONE, Padding.explicit(1, 1, 1, 1), Hw.ONE, 6 / group, new Activation.LeakyRelu(0.1f));
            var out = Value.variable("y" + i, TensorType.int8(y.type().shape(), 0.3f));
            y = builder.add(new Node("conv" + i, conv, List.of(y, builder.constant("w" + i, w)), List.of(out)))
                    .output();
        }
        builder.output(builder.add("same", new Identity(), y));
        return builder.build();
    }
}
