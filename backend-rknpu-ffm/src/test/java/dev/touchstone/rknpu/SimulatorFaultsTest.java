package dev.touchstone.rknpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.touchstone.BackendCrashedException;
import dev.touchstone.BackendException;
import dev.touchstone.BackendTimeoutException;
import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.BackendProvider;
import dev.touchstone.backend.CompiledGraph;
import dev.touchstone.backend.RunMonitor;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.op.Relu;
import dev.touchstone.runtime.BackendHost;
import dev.touchstone.runtime.Backends;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which the library can fail, in a process of its own: a typed exception in time, and nothing left behind. */
final class SimulatorFaultsTest {
    private static final TensorType TYPE = TensorType.int8(Shape.of(4), 1);

    @TempDir
    private Path directory;

    @BeforeEach
    void needsTheSimulator() {
        assumeFalse(TestLibrary.isVendors(), "skipped: the vendor's library has no switches for failures");
        assumeFalse(
                System.getProperty("os.arch").matches("aarch64|arm.*") && System.getenv("TOUCHSTONE_EMULATOR") != null,
                "skipped: an emulated machine cannot start processes of its own kind");
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    private static Path root(Class<?> type) {
        var file = type.getName().replace('.', '/') + ".class";
        var url = String.valueOf(type.getResource("/" + file));
        return url.startsWith("jar:")
                ? Path.of(URI.create(url.substring(4, url.indexOf("!/"))))
                : Path.of(URI.create(url.substring(0, url.length() - file.length())));
    }

    /** A backend in a process whose environment has this fault. */
    private Backend open(String fault, String... limits) throws IOException {
        var services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve(BackendProvider.class.getName()), RawReluProvider.class.getName());
        var classPath = Stream.concat(
                        Stream.of(directory),
                        Stream.of(
                                        RawReluProvider.class,
                                        CrashMeaning.class,
                                        BackendHost.class,
                                        BackendProvider.class,
                                        Graph.class)
                                .map(SimulatorFaultsTest::root))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        var words = List.of(
                "env",
                "TOUCHSTONE_SIMULATOR_FAULT=" + fault,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ErrorFileToStderr",
                "-XX:-CreateCoredumpOnCrash",
                "--enable-native-access=ALL-UNNAMED",
                "-D" + TestLibrary.PROPERTY + "=" + TestLibrary.file(),
                "--class-path",
                classPath,
                BackendHost.class.getName());
        var settings = limits.length == 0 ? Map.<String, String>of() : Map.of(limits[0], limits[1]);
        return Backends.of(new RawReluProvider())
                .provider("raw@command:'" + String.join("' '", words) + "'")
                .open(new BackendOptions(1, settings));
    }

    private static Graph relu() {
        var builder = new GraphBuilder("relu");
        builder.output(builder.add("y", new Relu(), builder.input("x", TYPE)));
        return builder.build();
    }

    private static byte[] run(CompiledGraph graph) {
        var output = Tensor.allocate(TYPE);
        graph.run(List.of(Tensor.of(TYPE, new byte[] {5, -6, 100, 0})), List.of(output), RunMonitor.NONE);
        return output.toBytes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "stdout-load,stdout-run"})
    void computesWhateverTheLibraryPrints(String fault) throws IOException {
        try (var backend = open(fault);
                var graph = backend.compile(relu())) {
            assertThat(run(graph)).containsExactly(5, 0, 100, 0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "no-device=1, 'ended with exit code 1; the library found no device that it may open', Failed to open device",
        "driver-mismatch, 'crashed: SIGSEGV; the driver did not take the library''s calls', create tensor fail",
        "crash-build, crashed: SIGSEGV, ''",
        "abort-build, was ended by SIGABRT, ''",
        "exit-build, ended with exit code 1, ''",
        "crash-run, crashed: SIGSEGV, ''",
        "abort-run, was ended by SIGABRT, ''",
        "exit-run, ended with exit code 1, ''",
    })
    void anEndOfTheProcessIsACrash(String fault, String how, String log) throws IOException {
        try (var backend = open(fault)) {
            var crash = catchThrowable(() -> {
                try (var graph = backend.compile(relu())) {
                    run(graph);
                }
            });
            assertThat(crash)
                    .isInstanceOf(BackendCrashedException.class)
                    .hasMessageContaining(how)
                    .hasMessageContaining(log);
        }
    }

    @Test
    void aCodeOfTheLibraryIsAnErrorOfTheBackend() throws IOException {
        try (var backend = open("fail-build")) {
            assertThatThrownBy(() -> backend.compile(relu()))
                    .isExactlyInstanceOf(BackendException.class)
                    .hasMessageEndingWith(": Build returned -4");
        }
        try (var backend = open("fail-run@2");
                var graph = backend.compile(relu())) {
            assertThat(run(graph)).containsExactly(5, 0, 100, 0);
        }
    }

    @Test
    void anOutputThatNobodyWroteIsAnError() throws IOException {
        try (var backend = open("no-output");
                var graph = backend.compile(relu())) {
            assertThatThrownBy(() -> run(graph)).hasMessageEndingWith(": nobody wrote the output");
        }
    }

    @Test
    void aCallThatNeverReturnsEndsInTime() throws IOException {
        try (var backend = open("hang-build", "compileTimeout", "0.5")) {
            assertThatThrownBy(() -> backend.compile(relu()))
                    .isInstanceOf(BackendTimeoutException.class)
                    .hasMessageContaining("did not answer to compile within 500 ms and was ended");
        }
        try (var backend = open("hang-run", "runTimeout", "0.5");
                var graph = backend.compile(relu())) {
            assertThatThrownBy(() -> run(graph))
                    .isInstanceOf(BackendTimeoutException.class)
                    .hasMessageContaining("did not answer to run within 500 ms and was ended");
        }
    }

    @Test
    void anotherProcessTakesOverAfterEachCrash() throws IOException {
        // Build runs the network once, so that the third run in a process is the second one that we ask for.
        try (var backend = open("crash-run@2");
                var graph = backend.compile(relu())) {
            int crashes = 0;
            for (int i = 0; i < 10; i++) {
                try {
                    assertThat(run(graph)).containsExactly(5, 0, 100, 0);
                } catch (BackendCrashedException e) {
                    crashes++;
                }
            }
            assertThat(crashes).isBetween(4, 5);
        }
    }
}
