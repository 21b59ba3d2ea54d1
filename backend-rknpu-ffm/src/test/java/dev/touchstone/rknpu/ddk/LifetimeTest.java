package dev.touchstone.rknpu.ddk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.rknpu.Simulator;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Objects and memory over many lifetimes. The simulator counts its own objects and every block of operator new; over the
 * vendor's library the stand-in for its driver counts the blocks of both.
 */
@Tag("vendor")
class LifetimeTest {
    /** How many lifetimes; fewer where an emulator runs them. */
    private static final int LIFETIMES = Integer.getInteger("touchstone.rknpu.test.lifetimes", 10_000);

    private static final List<String> COUNTED =
            List.of("graphs", "exections", "tensors", "operators", "device-graphs", "blocks", "bytes");

    private final DdkLibrary library = Simulator.library();

    @Test
    void manyLifetimesLeaveNothingBehind() {
        lifetime(0);
        lifetime(1);
        var before = counts();
        for (int i = 0; i < LIFETIMES; i++) {
            lifetime(i);
        }
        assertThat(counts()).isEqualTo(before);
    }

    @Test
    void aGraphThatIsNeverBuiltLeavesNothingBehind() {
        lifetime(0);
        var before = counts();
        try (var graph = new Graph(library)) {
            graph.tensor(attr("never_built_with_a_long_name", Role.DATA));
        }
        assertThat(counts()).isEqualTo(before);
    }

    @Test
    void aBufferOfAnotherSizeNeverReachesTheLibrary() {
        try (var graph = new Graph(library);
                var exection = new Exection(graph)) {
            relu(graph, "n");
            exection.build();
            var wrong = graph.allocate(31);
            assertThatThrownBy(() -> exection.run(List.of(wrong)))
                    .hasMessage("the buffer of tensor in has 31 bytes; expected 32");
        }
    }

    @Test
    void aRunBeforeTheBuildNeverReachesTheLibrary() {
        try (var graph = new Graph(library);
                var exection = new Exection(graph)) {
            relu(graph, "n");
            assertThatThrownBy(() -> exection.run(List.of(graph.allocate(32))))
                    .hasMessage("the native graph is not built");
        }
    }

    private void lifetime(int number) {
        try (var graph = new Graph(library);
                var exection = new Exection(graph)) {
            // Names on both sides of the 15 characters that a string holds in itself.
            relu(graph, number % 2 == 0 ? "n" : "a_name_of_more_than_15_characters");
            assertThat(exection.build()).isZero();
            var input = graph.allocate(32);
            input.fill((byte) 100);
            input.set(ValueLayout.JAVA_BYTE, 0, (byte) 200);
            var output = graph.allocate(32);
            assertThat(exection.run(List.of(input))).isZero();
            assertThat(exection.getOutputs(List.of(output))).isZero();
            assertThat(output.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 200);
            assertThat(output.get(ValueLayout.JAVA_BYTE, 1)).isEqualTo((byte) 128);
        }
    }

    private static void relu(Graph graph, String name) {
        var in = graph.tensor(attr("in", Role.DATA));
        var out = graph.tensor(attr("out_with_a_name_of_more_than_15_characters", Role.DATA));
        graph.add(OperatorType.RELU, List.of(in), List.of(out), new NoAttr(), name);
        graph.setInputsOutputs(List.of(in), List.of(out));
    }

    private static TensorAttr attr(String name, Role role) {
        return new TensorAttr(name, List.of(1, 2, 4, 4), Precision.UINT8, role, 0.5f);
    }

    private List<Long> counts() {
        var function = Linker.nativeLinker()
                .downcallHandle(
                        library.symbol("touchstone_simulator_count").orElseThrow(),
                        FunctionDescriptor.of(
                                Linker.nativeLinker().canonicalLayouts().get("long"), ValueLayout.ADDRESS));
        try (var arena = Arena.ofConfined()) {
            return COUNTED.stream()
                    .map(name -> {
                        try {
                            return ((Number) function.invoke(arena.allocateFrom(name))).longValue();
                        } catch (Throwable e) {
                            throw new AssertionError(e);
                        }
                    })
                    .toList();
        }
    }
}
