package dev.touchstone.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.BackendException;
import dev.touchstone.RunCancelledException;
import dev.touchstone.arm.memory.NativeMemory;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.CompiledGraphFormat;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.backend.Signature;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Sigmoid;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Graphs by way of their bytes. That they compute what was compiled, {@link Exactness} checks for every graph of these tests. */
class LoadedGraphTest {
    static List<String> instructionSets() {
        return Exactness.instructionSets();
    }

    private static Graph graph() {
        var g = new Graphs(1);
        var type = TensorType.float32(40);
        return g.output(g.add(new Relu(), type, g.add(new Sigmoid(), type, g.input(type))))
                .build();
    }

    private static CompiledGraphFormat format(Backend backend) {
        return backend.format().orElseThrow();
    }

    private static byte[] bytes(Backend backend) {
        try (var compiled = backend.compile(graph())) {
            return format(backend).write(compiled);
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void saysWhichInstructionSetItIsFor(String isa) {
        for (int threads = 1; threads <= 2; threads++) {
            try (var backend = Exactness.open(isa, threads)) {
                assertThat(format(backend).identity()).startsWith(isa + " on ");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void keepsNothingOfTheBytesAndGivesAllMemoryBack(String isa) {
        long before = NativeMemory.inUse();
        try (var backend = Exactness.open(isa)) {
            byte[] bytes = bytes(backend);
            var signature = Signature.of(graph());
            try (var arena = Arena.ofConfined()) {
                var mapped = arena.allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
                try (var loaded = format(backend).read(signature, mapped.asReadOnly())) {
                    mapped.fill((byte) 0xcc);
                    byte[] again = format(backend).write(loaded);
                    assertThat(again).as("written again").isEqualTo(bytes);
                }
            }
        }
        assertThat(NativeMemory.inUse()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void refusesBytesThatEndEarlyOrAreOfAnotherFormat(String isa) {
        long before = NativeMemory.inUse();
        try (var backend = Exactness.open(isa)) {
            byte[] bytes = bytes(backend);
            var signature = Signature.of(graph());
            for (int length = 0; length < bytes.length; length = length < 300 ? length + 1 : length + 997) {
                var some = MemorySegment.ofArray(Arrays.copyOf(bytes, length));
                assertThatThrownBy(() -> format(backend).read(signature, some))
                        .as("%s of %s bytes", length, bytes.length)
                        .isInstanceOf(BackendException.class)
                        .hasMessageContaining("the compiled graph ends within its " + length + " bytes; delete it");
            }
            bytes[3]++;
            assertThatThrownBy(() -> format(backend).read(signature, MemorySegment.ofArray(bytes)))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("the compiled graph has format 2; expected 1");
        }
        assertThat(NativeMemory.inUse()).isEqualTo(before);
    }

    /** It does not know its nodes. */
    @ParameterizedTest
    @MethodSource("instructionSets")
    void tellsOfNoNodesAndCanBeCancelledBetweenStages(String isa) {
        for (int threads = 1; threads <= 2; threads++) {
            try (var backend = Exactness.open(isa, threads);
                    var loaded = format(backend).read(Signature.of(graph()), MemorySegment.ofArray(bytes(backend)))) {
                var checkpoints = new AtomicInteger();
                var monitor = new RunMonitor() {
                    @Override
                    public void before(Node node) {
                        throw new AssertionError(node);
                    }

                    @Override
                    public void after(Node node) {
                        throw new AssertionError(node);
                    }

                    @Override
                    public void checkpoint() {
                        if (checkpoints.incrementAndGet() == 2) {
                            throw new RunCancelledException("by the second checkpoint");
                        }
                    }
                };
                var tensors = List.of(Tensor.allocate(TensorType.float32(40)));
                assertThatThrownBy(() -> loaded.run(tensors, tensors, monitor))
                        .isInstanceOf(RunCancelledException.class);
                assertThat(checkpoints).hasValue(2);
                loaded.run(tensors, tensors, RunMonitor.NONE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void aClosedGraphIsNotWritten(String isa) {
        try (var backend = Exactness.open(isa)) {
            var compiled = backend.compile(graph());
            compiled.close();
            assertThatThrownBy(() -> format(backend).write(compiled))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the compiled graph is closed");
        }
    }
}
