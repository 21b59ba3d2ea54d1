package dev.touchstone.rknpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.touchstone.BackendCrashedException;
import dev.touchstone.BackendException;
import dev.touchstone.BackendTimeoutException;
import dev.touchstone.BackendUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which the library can fail: a typed exception in time, and nothing left behind. */
@Timeout(120)
final class SimulatorFaultsTest {
    @AfterEach
    void nothingIsLeft() {
        assertThat(IsolatedSimulator.traces()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "stdout-load,stdout-run"})
    void computesWhateverTheLibraryPrints(String fault) {
        try (var simulator = IsolatedSimulator.failing(fault);
                var backend = simulator.open();
                var graph = backend.compile(ReluGraph.of())) {
            assertThat(ReluGraph.run(graph)).isEqualTo(ReluGraph.EXPECTED);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "no-device=1, 'ended with exit code 1; the library found no device that it may open', Failed to open device",
        "driver-mismatch, 'crashed: SIGSEGV; the driver did not take the library''s calls', create tensor fail",
        "crash-build, crashed: SIGSEGV, ''",
        "abort-build, was ended by SIGABRT, ''",
        "exit-build, ended with exit code 1, ''",
    })
    void anEndOfTheProcessInBuildIsACrash(String fault, String how, String log) {
        try (var simulator = IsolatedSimulator.failing(fault);
                var backend = simulator.open()) {
            var crash = catchThrowable(() -> backend.compile(ReluGraph.of()));
            assertThat(crash)
                    .isInstanceOf(BackendCrashedException.class)
                    .hasMessageContaining(how)
                    .hasMessageContaining("; the call can be repeated")
                    .hasMessageContaining(log);
            assertThat(((BackendCrashedException) crash).advice()).isEqualTo(BackendCrashedException.Advice.RETRY);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "crash-run, crashed: SIGSEGV",
        "abort-run, was ended by SIGABRT",
        "exit-run, ended with exit code 1",
    })
    void anEndOfTheProcessInARunIsACrashAfterWhichTheGraphIsCompiledAgain(String fault, String how) {
        try (var simulator = IsolatedSimulator.failing(fault);
                var backend = simulator.open();
                var graph = backend.compile(ReluGraph.of())) {
            var crash = catchThrowable(() -> ReluGraph.run(graph));
            assertThat(crash)
                    .isInstanceOf(BackendCrashedException.class)
                    .hasMessageContaining(how + "; the next call starts another one and compiles again");
            assertThat(((BackendCrashedException) crash).advice()).isEqualTo(BackendCrashedException.Advice.REBUILD);
        }
    }

    @Test
    void aDeviceThatKeepsCrashingIsLeftAloneForAWhile() {
        try (var simulator = IsolatedSimulator.failing("crash-build");
                var backend = simulator.open()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> backend.compile(ReluGraph.of()))
                        .isInstanceOf(BackendCrashedException.class)
                        .hasMessageContaining("; the call can be repeated");
            }
            assertThatThrownBy(() -> backend.compile(ReluGraph.of()))
                    .isInstanceOf(BackendCrashedException.class)
                    .hasMessageContaining("; it crashed repeatedly, and the next attempts have to wait");
            assertThatThrownBy(() -> backend.compile(ReluGraph.of()))
                    .isInstanceOf(BackendUnavailableException.class)
                    .hasMessageMatching("(?s)backend rknpu: it crashed 3 times in a row without a successful run"
                            + " \\(last: .*crashed: SIGSEGV.*\\); the next attempt is possible in 1 s; 'touchstone"
                            + " doctor' looks for the cause");
        }
    }

    @Test
    void aBuildThatFailsIsAnErrorWithWhatTheLibrarySaid() {
        try (var simulator = IsolatedSimulator.failing("fail-build");
                var backend = simulator.open()) {
            assertThatThrownBy(() -> backend.compile(ReluGraph.of()))
                    .isExactlyInstanceOf(BackendException.class)
                    .hasMessageMatching("backend rknpu: the library could not build the graph \\(code -4\\):"
                            + " \\d+ RKNPU Build\\(79\\): Build graph fail");
        }
    }

    @Test
    void aNodeThatTheLibraryDropsIsAnErrorThatNamesIt() {
        try (var simulator = IsolatedSimulator.failing("drop-node=0");
                var backend = simulator.open()) {
            assertThatThrownBy(() -> backend.compile(ReluGraph.of()))
                    .isExactlyInstanceOf(BackendException.class)
                    .hasMessageMatching("backend rknpu: the library could not build the graph \\(code 0\\) because of"
                            + " relu \\(relu\\): E \\[setup_node:(383|449)]Check node\\[0] RELU fail");
        }
    }

    @Test
    void aRunThatFailsIsAnErrorAndTheNextOneBuildsTheNetworkAgain() {
        try (var simulator = IsolatedSimulator.failing("fail-run@2");
                var backend = simulator.open();
                var graph = backend.compile(ReluGraph.of())) {
            assertThat(ReluGraph.run(graph)).isEqualTo(ReluGraph.EXPECTED);
            assertThatThrownBy(() -> ReluGraph.run(graph))
                    .isExactlyInstanceOf(BackendException.class)
                    .hasMessage("backend rknpu: the library's run returned -1; expected 0");
            assertThat(ReluGraph.run(graph)).isEqualTo(ReluGraph.EXPECTED);
        }
    }

    @Test
    void anOutputThatNobodyWroteIsAnError() {
        try (var simulator = IsolatedSimulator.failing("no-output");
                var backend = simulator.open();
                var graph = backend.compile(ReluGraph.of())) {
            assertThatThrownBy(() -> ReluGraph.run(graph))
                    .isExactlyInstanceOf(BackendException.class)
                    .hasMessage("backend rknpu: the library's GetOutputs returned 0, but wrote no output");
        }
    }

    @Test
    void aCallThatNeverReturnsEndsInTime() {
        try (var simulator = IsolatedSimulator.failing("hang-build");
                var backend = simulator.open("compileTimeout", "0.5")) {
            assertThatThrownBy(() -> backend.compile(ReluGraph.of()))
                    .isInstanceOf(BackendTimeoutException.class)
                    .hasMessageContaining("did not answer to compile within 500 ms and was ended");
        }
        try (var simulator = IsolatedSimulator.failing("hang-run");
                var backend = simulator.open("runTimeout", "0.5");
                var graph = backend.compile(ReluGraph.of())) {
            assertThatThrownBy(() -> ReluGraph.run(graph))
                    .isInstanceOf(BackendTimeoutException.class)
                    .hasMessageContaining("did not answer to run within 500 ms and was ended");
        }
    }

    @Test
    void valuesThatTheSimulatorDoesNotKnowEndTheProcess() {
        try (var simulator = IsolatedSimulator.failing("crash-everything");
                var backend = simulator.open()) {
            assertThatThrownBy(() -> backend.compile(ReluGraph.of()))
                    .isInstanceOf(BackendCrashedException.class)
                    .hasMessageContaining("TOUCHSTONE_SIMULATOR_FAULT is 'crash-everything'; allowed: no-device, ");
        }
    }
}
