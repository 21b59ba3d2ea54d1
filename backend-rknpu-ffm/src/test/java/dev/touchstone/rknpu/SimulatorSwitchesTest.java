package dev.touchstone.rknpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.BackendCrashedException;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Concat;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator's switches beside those for failures, set for the process of the backend as programs use it. */
@Timeout(120)
final class SimulatorSwitchesTest {
    private static final TensorType ROW = TensorType.int8(Shape.of(1, 1, 1, 4), 0.5f);

    @TempDir
    private Path directory;

    @AfterEach
    void nothingIsLeft() {
        assertThat(IsolatedSimulator.traces()).isEmpty();
    }

    /** One node from tensors of a type to one of another type. */
    private static Graph graph(Operator operator, int inputs, TensorType type, TensorType result) {
        var builder = new GraphBuilder("graph");
        var names = List.of("x", "y").subList(0, inputs);
        var values = names.stream().map(n -> builder.input(n, type)).toList();
        var output = Value.variable("z", result);
        builder.add(new Node("node", operator, values, List.of(output)));
        builder.output(output);
        return builder.build();
    }

    private static byte[] run(IsolatedSimulator simulator, Graph graph, byte[]... codes) {
        try (var backend = simulator.open();
                var compiled = backend.compile(graph)) {
            var inputs = new ArrayList<Tensor>();
            for (int i = 0; i < codes.length; i++) {
                inputs.add(Tensor.of(graph.inputs().get(i).type(), codes[i]));
            }
            var output = Tensor.allocate(graph.outputs().getFirst().type());
            compiled.run(inputs, List.of(output), RunMonitor.NONE);
            return output.toBytes();
        }
    }

    /** Each code of the result stands for half of the product of two: 1.5, 0.5, -1.5 and 500. */
    @ParameterizedTest
    @CsvSource({
        "half-even, 2, 0, -2, 127",
        "half-away, 2, 1, -2, 127",
        "truncate-saturate, 1, 0, -1, 127",
        "truncate-wrap, 1, 0, -1, -12",
    })
    void aChipRoundsByItsRule(String chip, byte first, byte second, byte third, byte last) {
        try (var simulator = IsolatedSimulator.with("TOUCHSTONE_SIMULATOR_CHIP=" + chip)) {
            assertThat(run(simulator, graph(new Mul(-1), 2, ROW, ROW), new byte[] {3, 1, -3, 100}, new byte[] {
                        1, 1, 1, 10
                    }))
                    .containsExactly(first, second, third, last);
        }
    }

    /** Only the 32-bit library tells the driver the strides of a pool. */
    @ParameterizedTest
    @CsvSource({"lib64, POOL max ksize=2 2 pad=", "lib, POOL max ksize=2 2 stride=2 2 pad="})
    void aPoolComputesTheSameWhicheverLibraryAsksTheDriver(String library, String asked) throws IOException {
        var trace = directory.resolve("trace");
        var image = TensorType.int8(Shape.of(1, 1, 2, 4), 0.5f);
        var window = new Window.Sliding(new Hw(2, 2), new Hw(2, 2), Padding.NONE, false);
        try (var simulator = IsolatedSimulator.with(
                "TOUCHSTONE_SIMULATOR_LIBRARY=" + library, "TOUCHSTONE_SIMULATOR_TRACE=" + trace)) {
            assertThat(run(
                            simulator,
                            graph(
                                    new Pool2d(Pool2d.Kind.MAX, window, false),
                                    1,
                                    image,
                                    TensorType.int8(Shape.of(1, 1, 1, 2), 0.5f)),
                            new byte[] {1, -2, 3, 4, -5, 6, 7, -8}))
                    .containsExactly(6, 7);
        }
        assertThat(Files.readString(trace).replaceAll("[\\[\\],]+", " ")).contains(asked);
    }

    /** The 32-bit library writes a line that looks like a failed node. */
    @ParameterizedTest
    @ValueSource(strings = {"lib64", "lib"})
    void aConcatenationIsComputedWhicheverLibraryComplains(String library) {
        var column = TensorType.int8(Shape.of(1, 1, 2, 1), 0.5f);
        try (var simulator = IsolatedSimulator.with("TOUCHSTONE_SIMULATOR_LIBRARY=" + library)) {
            assertThat(run(
                            simulator,
                            graph(new Concat(2), 2, column, TensorType.int8(Shape.of(1, 1, 4, 1), 0.5f)),
                            new byte[] {1, 2},
                            new byte[] {3, 4}))
                    .containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void aStrictSimulatorEndsTheProcessAndALenientOneGoesOnAsTheLibraryDoes() {
        var trace = "TOUCHSTONE_SIMULATOR_TRACE=" + directory; // A directory, which takes no lines.
        try (var simulator = IsolatedSimulator.with("TOUCHSTONE_SIMULATOR_STRICT=1", trace);
                var backend = simulator.open()) {
            assertThatThrownBy(() -> backend.compile(ReluGraph.of()))
                    .isInstanceOf(BackendCrashedException.class)
                    .hasMessageContaining("was ended by SIGABRT")
                    .hasMessageContaining("simulator: misuse: cannot write the trace to " + directory);
        }
        try (var simulator = IsolatedSimulator.with("TOUCHSTONE_SIMULATOR_STRICT=0", trace);
                var backend = simulator.open();
                var graph = backend.compile(ReluGraph.of())) {
            assertThat(ReluGraph.run(graph)).isEqualTo(ReluGraph.EXPECTED);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TOUCHSTONE_SIMULATOR_CHIP, 'half-even, half-away, truncate-wrap, truncate-saturate'",
        "TOUCHSTONE_SIMULATOR_LIBRARY, 'lib64, lib'",
        "TOUCHSTONE_SIMULATOR_STRICT, '0, 1'",
    })
    void valuesThatASwitchDoesNotKnowEndTheProcess(String variable, String allowed) {
        try (var simulator = IsolatedSimulator.with(variable + "=other")) {
            assertThatThrownBy(() -> {
                        try (var backend = simulator.open()) {
                            backend.compile(ReluGraph.of()).close();
                        }
                    })
                    .isInstanceOf(BackendCrashedException.class)
                    .hasMessageContaining("was ended by SIGABRT")
                    .hasMessageContaining("simulator: " + variable + " is 'other'; allowed: " + allowed);
        }
    }

    @Test
    void theReportOfAProcessThatEndedWellCountsNothingThatIsLeft() throws IOException {
        var report = directory.resolve("report");
        try (var simulator = IsolatedSimulator.with("TOUCHSTONE_SIMULATOR_REPORT=" + report);
                var backend = simulator.open();
                var graph = backend.compile(ReluGraph.of())) {
            assertThat(ReluGraph.run(graph)).isEqualTo(ReluGraph.EXPECTED);
        }
        assertThat(report)
                .content()
                .contains("graphs 0\n", "exections 0\n", "tensors 0\n", "operators 0\n", "device-graphs 0\n")
                .contains("builds 1\n", "runs 1\n");
    }
}
