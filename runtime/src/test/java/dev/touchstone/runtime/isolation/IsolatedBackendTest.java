package dev.touchstone.runtime.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.touchstone.BackendCrashedException;
import dev.touchstone.BackendCrashedException.Advice;
import dev.touchstone.BackendException;
import dev.touchstone.BackendTimeoutException;
import dev.touchstone.InvalidInputException;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.NumericProfile;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.backend.Support;
import dev.touchstone.graph.Node;
import dev.touchstone.graph.Value;
import dev.touchstone.op.Relu;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IsolatedBackendTest {
    @TempDir
    private Path directory;

    private static float[] run(CompiledGraph graph, float... values) {
        var result = Tensor.allocate(TensorType.float32(values.length));
        graph.run(List.of(TestHost.input(values)), List.of(result), RunMonitor.NONE);
        return result.toFloats();
    }

    private Backend open(String... settings) {
        return TestHost.local(directory).open(TestHost.options(settings));
    }

    @Test
    void computesWhatTheBackendComputes() {
        try (var backend = open();
                var graph = backend.compile(TestHost.relu())) {
            assertThat(backend.profile()).isEqualTo(NumericProfile.REFERENCE);
            assertThat(run(graph, -1, 0.5f, 2)).containsExactly(0, 0.5f, 2);
            assertThat(run(graph, 3, -0.5f, 1)).containsExactly(3, 0, 1);
        }
        assertThat(TestHost.traces()).isEmpty();
    }

    @Test
    void doesTheSameThroughAPipe() {
        try (var backend = TestHost.remote(directory).open(TestHost.options());
                var graph = backend.compile(TestHost.relu())) {
            assertThat(run(graph, -1, 0.5f, 2)).containsExactly(0, 0.5f, 2);
        }
        assertThat(TestHost.traces()).isEmpty();
    }

    @Test
    void refusesWhatNoGraphCanHoldWithoutAskingOverThere() {
        var x = Value.variable("x", TensorType.float32(3));
        var node = new Node("n", new Relu(), List.of(x), List.of());
        try (var backend = open();
                var graph = backend.compile(TestHost.relu())) {
            assertThat(backend.supports(node)).isInstanceOf(Support.Unsupported.class);
            assertThat(run(graph, -1, 0.5f, 2)).containsExactly(0, 0.5f, 2);
        }
    }

    @Test
    void refusesTensorsOfOtherSizesAndRunsAfterClosing() {
        try (var backend = open()) {
            var graph = backend.compile(TestHost.relu());
            assertThatThrownBy(() -> run(graph, 1, 2))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("expected float32[3]");
            assertThat(run(graph, -1, 0.5f, 2)).containsExactly(0, 0.5f, 2);
            graph.close();
            assertThatThrownBy(() -> run(graph, 1, 2, 3))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith(" is closed");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EXIT, ended with exit code 1, FATAL: Failed to open device",
        "EXPLAINED, 'ended with exit code 7; seven means that the test wanted it; do not want it', ''",
        "HALT, ended with exit code 9, ''",
        "ABORT, was ended by SIGABRT, ''",
        "OUTLIVED, was ended by SIGABRT, word 100000",
        "SEGV, crashed: SIGSEGV, create tensor fail",
        "KILL, was ended by SIGKILL, ''",
        "GARBAGE, 'does not keep the protocol: found ''Segmentation fau'' where a frame should begin', ''",
        "CHATTER, ended with exit code 1, number 199999",
        "RUIN, gave up: the device answers nonsense, ''",
        "MEMORY, gave up: the host failed: java.lang.OutOfMemoryError: made for a test, ''",
    })
    void tellsHowItCrashedAndRunsAgain(String fault, String how, String log) {
        try (var backend = open("fault", fault);
                var graph = backend.compile(TestHost.relu())) {
            var crash = catchThrowableOfType(
                    BackendCrashedException.class, () -> run(graph, FaultyProvider.TRIGGER, 1, -1));
            assertThat(crash).hasMessageContaining(how).hasMessageContaining(log);
            assertThat(crash.getMessage())
                    .startsWith("backend faulty: process ")
                    .contains("; the next call starts another one and compiles again; its log ");
            assertThat(crash.advice()).isEqualTo(Advice.REBUILD);
            assertThat(crash.lastLines()).hasSizeLessThanOrEqualTo(30);

            assertThat(run(graph, -1, 0.5f, 2)).containsExactly(0, 0.5f, 2);
        }
        assertThat(TestHost.traces()).isEmpty();
    }

    @Test
    void endsWhatHangsAndRunsAgain() {
        try (var backend = open("fault", "HANG", "runTimeout", "0.3");
                var graph = backend.compile(TestHost.relu())) {
            assertThatThrownBy(() -> run(graph, FaultyProvider.TRIGGER, 1, -1))
                    .isInstanceOf(BackendTimeoutException.class)
                    .hasMessageMatching("backend faulty: process \\d+ did not answer to run within 300 ms and was"
                            + " ended; the next call starts another one");
            assertThat(run(graph, -1, 0.5f, 2)).containsExactly(0, 0.5f, 2);
        }
        assertThat(TestHost.traces()).isEmpty();
    }

    @Test
    void isNotConfusedByWhatNativeCodePrints() {
        try (var backend = open("fault", "PRINT");
                var graph = backend.compile(TestHost.relu())) {
            assertThat(run(graph, FaultyProvider.TRIGGER, 1, -1)).containsExactly(FaultyProvider.TRIGGER, 1, 0);
        }
    }

    @Test
    void passesOrdinaryErrorsOnAndStaysOpen() {
        try (var backend = open("fault", "THROW");
                var graph = backend.compile(TestHost.relu())) {
            assertThatThrownBy(() -> run(graph, FaultyProvider.TRIGGER, 1, -1))
                    .isExactlyInstanceOf(BackendException.class)
                    .hasMessage("backend faulty: the device says no");
            var place = ((IsolatedBackend) backend).place();
            assertThat(run(graph, -1, 0.5f, 2)).containsExactly(0, 0.5f, 2);
            assertThat(((IsolatedBackend) backend).place()).isEqualTo(place).matches("isolated \\(pid \\d+\\)");
        }
    }
}
