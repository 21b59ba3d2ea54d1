package dev.touchstone.arm;

import static dev.touchstone.arm.Graphs.int8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.BackendException;
import dev.touchstone.RunCancelledException;
import dev.touchstone.arm.asm.CodeBuffer;
import dev.touchstone.arm.compile.ArmProgram;
import dev.touchstone.arm.compile.GraphCompiler;
import dev.touchstone.arm.memory.NativeMemory;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.backend.Signature;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Add;
import dev.touchstone.op.Binary;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Exp;
import dev.touchstone.op.Hw;
import dev.touchstone.op.LeakyRelu;
import dev.touchstone.op.Max;
import dev.touchstone.op.Min;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Quantize;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Sigmoid;
import dev.touchstone.op.Sub;
import dev.touchstone.op.Unary;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Memory, threads and faults of compiled graphs. */
class ArmGraphTest {
    static List<String> instructionSets() {
        return Exactness.instructionSets();
    }

    private static Graph graph(Activation activation) {
        var g = new Graphs(1);
        var x = g.input(int8(0.02f, 1, 20, 12, 12));
        var conv = new Conv2d(Hw.ONE, Padding.explicit(1, 1, 1, 1), Hw.ONE, 1, activation);
        var y = g.int8(conv, 0.5f, x, g.weights(true, 0, 40, 20, 3, 3), g.bias(40));
        return g.output(g.int8(conv, 0.5f, y, g.weights(true, 0, 30, 40, 3, 3), g.bias(30)))
                .build();
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void runsOfManyThreadsDoNotDisturbEachOther(String isa) throws Exception {
        var graph = graph(Activation.NONE);
        var random = new SplittableRandom(3);
        try (var backend = Exactness.open(isa, 2);
                var compiled = backend.compile(graph);
                var threads = Executors.newFixedThreadPool(4)) {
            var tasks = new ArrayList<Callable<Long>>();
            for (int t = 0; t < 4; t++) {
                var inputs = List.of(Exactness.random(graph.inputs().getFirst().type(), random));
                var expected = Exactness.run(new dev.touchstone.reference.ReferenceBackend(), graph, inputs);
                tasks.add(() -> {
                    var outputs =
                            List.of(Tensor.allocate(graph.outputs().getFirst().type()));
                    for (int i = 0; i < 500; i++) {
                        compiled.run(inputs, outputs, RunMonitor.NONE);
                        if (outputs.getFirst()
                                        .segment()
                                        .mismatch(expected.getFirst().segment())
                                >= 0) {
                            return 1L;
                        }
                    }
                    return 0L;
                });
            }
            for (var result : threads.invokeAll(tasks)) {
                assertThat(result.get()).isZero();
            }
        }
    }

    /** Later runs read pictures where the caller has them: whole arrays, parts of some, native memory. */
    @ParameterizedTest
    @MethodSource("instructionSets")
    void eachRunReadsItsOwnInput(String isa) {
        var g = new Graphs(1);
        var type = TensorType.float32(1, 3, 20, 20);
        var x = g.int8(new Quantize(0.02f), 0.02f, g.input(type));
        var conv = new Conv2d(Hw.ONE, Padding.explicit(1, 1, 1, 1), Hw.ONE, 1, Activation.NONE);
        var graph = g.output(g.int8(conv, 0.3f, x, g.weights(true, 0, 40, 3, 3, 3), g.bias(40)))
                .build();
        var random = new SplittableRandom(5);
        for (int threads = 1; threads <= 2; threads++) {
            try (var arena = Arena.ofConfined();
                    var backend = Exactness.open(isa, threads);
                    var compiled = backend.compile(graph)) {
                for (int i = 0; i < 40; i++) {
                    var values = Exactness.random(type, random);
                    long bytes = values.segment().byteSize();
                    var place = switch (i % 4) {
                        case 0 -> values.segment();
                        case 1 -> MemorySegment.ofArray(new float[(int) bytes]).asSlice(12, bytes);
                        case 2 -> MemorySegment.ofArray(new float[(int) bytes]).asSlice(4, bytes);
                        default -> arena.allocate(bytes, 4);
                    };
                    place.copyFrom(values.segment());
                    var input = Tensor.wrap(i % 8 < 4 ? place : place.asReadOnly(), type);
                    var outputs =
                            List.of(Tensor.allocate(graph.outputs().getFirst().type()));
                    compiled.run(List.of(input), outputs, RunMonitor.NONE);
                    Exactness.requireEqual(
                            graph,
                            Exactness.run(new dev.touchstone.reference.ReferenceBackend(), graph, List.of(values)),
                            outputs,
                            "run " + i);
                    assertThat(input.segment().mismatch(values.segment())).isEqualTo(-1);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void closingGivesAllMemoryBack(String isa) {
        var graph = graph(Activation.NONE);
        long before = NativeMemory.inUse();
        for (int i = 0; i < 20; i++) {
            try (var backend = Exactness.open(isa);
                    var compiled = backend.compile(graph)) {
                compiled.run(
                        List.of(Tensor.allocate(graph.inputs().getFirst().type())),
                        List.of(Tensor.allocate(graph.outputs().getFirst().type())),
                        RunMonitor.NONE);
                assertThat(NativeMemory.inUse()).isGreaterThan(before);
            }
        }
        assertThat(NativeMemory.inUse()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void aWarmRunAllocatesLittle(String isa) {
        var graph = graph(Activation.NONE);
        var inputs = List.of(Tensor.allocate(graph.inputs().getFirst().type()));
        var outputs = List.of(Tensor.allocate(graph.outputs().getFirst().type()));
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (var backend = Exactness.open(isa);
                var compiled = backend.compile(graph)) {
            for (int i = 0; i < 100; i++) {
                compiled.run(inputs, outputs, RunMonitor.NONE);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 100; i++) {
                compiled.run(inputs, outputs, RunMonitor.NONE);
            }
            assertThat((threads.getCurrentThreadAllocatedBytes() - before) / 100)
                    .isLessThan(1_000);
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void refusesWhatTheOffsetsCannotReach(String isa) {
        var g = new Graphs(1);
        var y = g.int8(new Relu(), 0.1f, g.input(int8(0.1f, 20_000, 12, 28, 28)));
        var node = g.output(y).build().nodes().getFirst();
        try (var backend = Exactness.open(isa)) {
            assertThat(backend.supports(node))
                    .hasToString("SIZE: size of x0 is 250880000 bytes; supported: up to 134217728 bytes");
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void aCancelledRunLeavesTheGraphUsable(String isa) {
        var graph = graph(Activation.NONE);
        var inputs = List.of(Exactness.random(graph.inputs().getFirst().type(), new SplittableRandom(1)));
        var outputs = List.of(Tensor.allocate(graph.outputs().getFirst().type()));
        var cancelling = new RunMonitor() {
            @Override
            public void before(Node node) {
                if (node.equals(graph.nodes().getLast())) {
                    throw new RunCancelledException("enough");
                }
            }

            @Override
            public void after(Node node) {}
        };
        for (int threads = 1; threads <= 2; threads++) {
            try (var backend = Exactness.open(isa, threads);
                    var compiled = backend.compile(graph)) {
                for (int i = 0; i < 50; i++) {
                    assertThatThrownBy(() -> compiled.run(inputs, outputs, cancelling))
                            .isInstanceOf(RunCancelledException.class);
                    compiled.run(inputs, outputs, RunMonitor.NONE);
                }
                Exactness.requireEqual(
                        graph,
                        Exactness.run(new dev.touchstone.reference.ReferenceBackend(), graph, inputs),
                        outputs,
                        "after cancellation");
            }
        }
    }

    /** A convolution whose results are all negative, but for the activation. */
    private static Graph negative(Activation activation) {
        var g = new Graphs(1);
        var x = g.input(int8(0.02f, 1, 20, 12, 12));
        var conv = new Conv2d(Hw.ONE, Padding.explicit(1, 1, 1, 1), Hw.ONE, 1, activation);
        return g.output(g.int8(conv, 0.5f, x, g.weights(true, 0, 40, 20, 3, 3), g.bias(40, -1000)))
                .build();
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void wrongMachineCodeIsAnErrorBeforeTheFirstRun(String isa) {
        // rectifies where the check does not
        requireFound(isa, negative(Activation.NONE), negative(Activation.RELU));
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void wrongCodeOfOtherKernelsIsFoundToo(String isa) {
        requireFound(isa, floats(new Sigmoid()), floats(new Exp()));
        requireFound(isa, floats(new LeakyRelu(0.5f)), floats(new Relu()));
        requireFound(isa, bytes(new Add(-1)), bytes(new Sub(-1)));
        requireFound(isa, bytes(new Max(-1)), bytes(new Min(-1)));
    }

    private static Graph floats(Unary operator) {
        var g = new Graphs(1);
        var type = TensorType.float32(40);
        return g.output(g.add(operator, type, g.input(type))).build();
    }

    private static Graph bytes(Binary operator) {
        var g = new Graphs(1);
        var type = int8(0.05f, 40);
        return g.output(g.add(operator, type, g.input(type), g.input(type))).build();
    }

    /** That the code of one graph is found out where that of another is expected. */
    private static void requireFound(String isa, Graph expected, Graph actual) {
        var machine = InstructionSets.detect().choose(isa).machine();
        var right = GraphCompiler.compile(expected, machine.apply(new CodeBuffer()));
        var wrong = GraphCompiler.compile(actual, machine.apply(new CodeBuffer()));
        var mixed = new ArmProgram(wrong.code(), wrong.constants(), wrong.plan(), right.probes());
        long before = NativeMemory.inUse();
        try (var workers = new WorkerPool(1, new CoreChoice(1, List.of(), ""))) {
            assertThatThrownBy(() -> new ArmGraph(new Signature(List.of(), List.of()), mixed, workers))
                    .as("%s for %s", actual.toText(), expected.toText())
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("where a plain loop gives")
                    .hasMessageContaining("use another instruction set (touchstone.arm.isa) or the backend reference");
        }
        assertThat(NativeMemory.inUse()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void closingDuringARunLetsItComplete(String isa) throws Exception {
        var graph = graph(Activation.NONE);
        var inputs = List.of(Exactness.random(graph.inputs().getFirst().type(), new SplittableRandom(1)));
        var expected = Exactness.run(new dev.touchstone.reference.ReferenceBackend(), graph, inputs);
        long before = NativeMemory.inUse();
        for (int i = 0; i < 40; i++) {
            var outputs = List.of(Tensor.allocate(graph.outputs().getFirst().type()));
            var started = new CountDownLatch(1);
            var closed = new CountDownLatch(1);
            var waiting = new RunMonitor() {
                @Override
                public void before(Node node) {
                    started.countDown();
                    try {
                        closed.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }

                @Override
                public void after(Node node) {}
            };
            try (var threads = Executors.newSingleThreadExecutor();
                    var backend = Exactness.open(isa, 1 + i % 2)) {
                var compiled = backend.compile(graph);
                var run = threads.submit(() -> compiled.run(inputs, outputs, waiting));
                started.await();
                compiled.close();
                closed.countDown();
                run.get();
                Exactness.requireEqual(graph, expected, outputs, "run " + i);
                assertThatThrownBy(() -> compiled.run(inputs, outputs, RunMonitor.NONE))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("the compiled graph is closed");
            }
        }
        assertThat(NativeMemory.inUse()).isEqualTo(before);
    }
}
