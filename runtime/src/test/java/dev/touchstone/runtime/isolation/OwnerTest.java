package dev.touchstone.runtime.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.touchstone.BackendCrashedException;
import dev.touchstone.BackendCrashedException.Advice;
import dev.touchstone.BackendTimeoutException;
import dev.touchstone.BackendUnavailableException;
import dev.touchstone.RunCancelledException;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.graph.Node;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One process for a device: shared, in turn, replaced, and left alone when it keeps crashing. */
final class OwnerTest {
    @TempDir
    private Path directory;

    @AfterEach
    void nothingIsLeft() {
        assertThat(TestHost.traces()).isEmpty();
    }

    private static float[] run(CompiledGraph graph, RunMonitor monitor, float... values) {
        var result = Tensor.allocate(TensorType.float32(values.length));
        graph.run(List.of(Tensor.of(values, values.length)), List.of(result), monitor);
        return result.toFloats();
    }

    @Test
    void everybodySharesOneProcess() {
        var provider = TestHost.local(directory);
        try (var first = (IsolatedBackend) provider.open(TestHost.options());
                var second = (IsolatedBackend) provider.open(TestHost.options("fault", "THROW"));
                var here = first.compile(TestHost.relu());
                var there = second.compile(TestHost.relu())) {
            assertThat(first.place()).isEqualTo(second.place());
            assertThat(ProcessHandle.current().children()).hasSize(1);

            // Each with its own options.
            assertThat(run(here, RunMonitor.NONE, FaultyProvider.TRIGGER, 0, 0))
                    .containsExactly(FaultyProvider.TRIGGER, 0, 0);
            assertThatThrownBy(() -> run(there, RunMonitor.NONE, FaultyProvider.TRIGGER, 0, 0))
                    .hasMessage("backend faulty: the device says no");
        }
    }

    @Test
    void manyThreadsGetTheirOwnResults() {
        try (var backend = TestHost.local(directory).open(TestHost.options());
                var graph = backend.compile(TestHost.relu())) {
            var runs = new ArrayList<CompletableFuture<float[]>>();
            for (int i = 0; i < 64; i++) {
                float value = i + 100;
                runs.add(CompletableFuture.supplyAsync(() -> run(graph, RunMonitor.NONE, value, -value, value / 2)));
            }
            for (int i = 0; i < runs.size(); i++) {
                assertThat(runs.get(i).join()).containsExactly(i + 100, 0, (i + 100) / 2f);
            }
        }
    }

    @Test
    void reportsNodesToThoseWhoWatch() {
        var seen = new ArrayList<String>();
        var monitor = new RunMonitor() {
            @Override
            public void before(Node node) {
                seen.add("before " + node.label());
            }

            @Override
            public void after(Node node) {
                seen.add("after " + node.label());
            }
        };
        try (var backend = TestHost.local(directory).open(TestHost.options());
                var graph = backend.compile(TestHost.relu())) {
            run(graph, monitor, 1, 2, 3);
        }
        assertThat(seen).containsExactly("before y (relu)", "after y (relu)");
    }

    @Test
    void aBackendThatReportsNodesEndsACancelledRunAndLivesOn() {
        var cancelling = new RunMonitor() {
            @Override
            public void before(Node node) {
                throw new RunCancelledException("enough");
            }

            @Override
            public void after(Node node) {}
        };
        try (var backend = (IsolatedBackend) TestHost.local(directory).open(TestHost.options());
                var graph = backend.compile(TestHost.chain(200))) {
            assertThatThrownBy(() -> run(graph, cancelling, 1, 2, 3)).hasMessage("enough");
            assertThat(run(graph, RunMonitor.NONE, 1, -2, 3)).containsExactly(1, 0, 3);
        }
    }

    @Test
    void aDeadlineEndsTheProcessThatHangsAndDoesNotCountAsACrash() {
        try (var backend = TestHost.local(directory).open(TestHost.options("fault", "HANG"));
                var graph = backend.compile(TestHost.relu())) {
            for (int i = 0; i < 4; i++) {
                assertThatThrownBy(() -> run(graph, deadline(), FaultyProvider.TRIGGER, 0, 0))
                        .isInstanceOf(BackendTimeoutException.class)
                        .hasMessage("backend faulty: time is over");
            }
            assertThat(run(graph, RunMonitor.NONE, 1, -2, 3)).containsExactly(1, 0, 3);
        }
    }

    /** Patient while the process starts and compiles, then not. */
    private static RunMonitor deadline() {
        return new RunMonitor() {
            private int checks;

            @Override
            public void before(Node node) {}

            @Override
            public void after(Node node) {}

            @Override
            public void checkpoint() {
                if (checks++ > 400) {
                    throw new BackendTimeoutException("faulty", "time is over");
                }
            }
        };
    }

    @Test
    void aDeadlineAlsoEndsWaitingForOthers() throws Exception {
        var entered = new CountDownLatch(1);
        var watching = new RunMonitor() {
            @Override
            public void before(Node node) {}

            @Override
            public void after(Node node) {}

            @Override
            public void checkpoint() {
                entered.countDown();
            }
        };
        try (var backend = TestHost.local(directory).open(TestHost.options("fault", "HANG", "runTimeout", "2"));
                var graph = backend.compile(TestHost.relu())) {
            var hanging = CompletableFuture.supplyAsync(() -> run(graph, watching, FaultyProvider.TRIGGER, 0, 0));
            entered.await();
            var impatient = new RunMonitor() {
                @Override
                public void before(Node node) {}

                @Override
                public void after(Node node) {}

                @Override
                public void checkpoint() {
                    throw new BackendTimeoutException("faulty", "time is over");
                }
            };
            assertThatThrownBy(() -> run(graph, impatient, 1, 2, 3)).hasMessage("backend faulty: time is over");
            assertThatThrownBy(hanging::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(BackendTimeoutException.class);
        }
    }

    @Test
    void givesAdviceAndPausesAfterRepeatedCrashes() {
        try (var backend = TestHost.local(directory).open(TestHost.options("fault", "HALT"));
                var graph = backend.compile(TestHost.relu())) {
            var advice = new ArrayList<Advice>();
            for (int i = 0; i < 3; i++) {
                advice.add(catchThrowableOfType(
                                BackendCrashedException.class,
                                () -> run(graph, RunMonitor.NONE, FaultyProvider.TRIGGER, 0, 0))
                        .advice());
            }
            assertThat(advice).containsExactly(Advice.REBUILD, Advice.REBUILD, Advice.DO_NOT_RETRY);
            assertThatThrownBy(() -> run(graph, RunMonitor.NONE, 1, 2, 3))
                    .isInstanceOf(BackendUnavailableException.class)
                    .hasMessageMatching("backend faulty: it crashed 3 times in a row without a successful run \\(last:"
                            + " process \\d+ ended with exit code 9\\); the next attempt is possible in 1 s;"
                            + " 'touchstone doctor' looks for the cause");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "supports", "compile"})
    void aCallThatLostNothingCanBeRepeated(String at) {
        var provider = TestHost.local(directory);
        var crash = catchThrowableOfType(BackendCrashedException.class, () -> {
            try (var backend = provider.open(TestHost.options("fault", "EXIT", "at", at))) {
                var graph = TestHost.relu();
                backend.supports(graph.nodes().getFirst());
                backend.compile(graph);
            }
        });
        assertThat(crash.advice()).isEqualTo(Advice.RETRY);
        assertThat(crash)
                .hasMessageMatching("(?s)backend faulty: process \\d+ ended with exit code 1; the call can be repeated;"
                        + " its log ends with\n  \\| \\[     5] FATAL: Failed to open device");
        assertThat(crash.lastLines()).containsExactly("[     5] FATAL: Failed to open device");
    }

    @Test
    void noticesWhenTheProcessEndsBetweenCalls() {
        try (var backend = (IsolatedBackend) TestHost.local(directory).open(TestHost.options());
                var graph = backend.compile(TestHost.relu())) {
            var child = ProcessHandle.current().children().findFirst().orElseThrow();
            child.destroyForcibly();
            child.onExit().join();
            assertThat(run(graph, RunMonitor.NONE, 1, -2, 3)).containsExactly(1, 0, 3);
        }
    }

    @Test
    void saysWhatToDoIfTheCommandDoesNotLeadToAHost() throws Exception {
        assertThatThrownBy(() -> open("/no/such/command"))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageStartingWith("backend npu@command: its process cannot be started: ")
                .hasMessageEndingWith("; check that '/no/such/command' is installed");

        var script = Files.writeString(directory.resolve("script"), "echo permission denied >&2\nexit 255\n");
        assertThatThrownBy(() -> open("sh", script.toString()))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageMatching("backend npu@command: its host 'sh \\S+' did not start: closed its output"
                        + " \\(process \\d+ ended with exit code 255\\); its log ends with\n  \\| permission denied");

        assertThatThrownBy(() -> open("echo", "-n", "touchstone: not found"))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageEndingWith("; its log ends with\n  | touchstone: not found");
    }

    @Test
    void refusesAHostOfAnotherVersion() throws Exception {
        var bytes = new java.io.ByteArrayOutputStream();
        var out = new FrameOutput(bytes);
        out.greet();
        out.send(FrameType.HELLO, RecordCodec.message(new Messages.Hello(99, "9.9", 1, "LITTLE_ENDIAN")));
        var file = Files.write(directory.resolve("answer"), bytes.toByteArray());

        assertThatThrownBy(() -> open("cat", file.toString(), "-"))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessage("backend npu@command: 'cat " + file
                        + " -' speaks version 99 of the protocol, this program version 1; install the same Touchstone on"
                        + " both sides");
    }

    private static void open(String... words) {
        new IsolatedProvider(
                        "npu@command",
                        "npu",
                        new Place.Command(List.of(words)),
                        new HostCommand(List.of(words), false),
                        null)
                .open(TestHost.options())
                .close();
    }
}
