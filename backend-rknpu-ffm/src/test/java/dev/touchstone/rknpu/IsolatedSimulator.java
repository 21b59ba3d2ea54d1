package dev.touchstone.rknpu;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.touchstone.backend.Backend;
import dev.touchstone.backend.BackendOptions;
import dev.touchstone.runtime.Backends;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * The backend as programs get it, in a process of its own, whose environment makes the simulator fail. Set by system
 * properties, which {@link #close} puts back; so only one at a time.
 */
final class IsolatedSimulator implements AutoCloseable {
    /**
     * Settings for a process to start and to answer in. Where virtual machines are emulated, so many seconds as the
     * system property says.
     */
    static final Map<String, String> LIMITS = Map.of("startTimeout", patience(), "answerTimeout", patience());

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Map<String, String> before = new TreeMap<>();

    private IsolatedSimulator() {}

    /** With this value of the variable for faults; empty for none. */
    static IsolatedSimulator failing(String fault) {
        return with("TOUCHSTONE_SIMULATOR_FAULT=" + fault);
    }

    /** With further environment variables, {@code NAME=VALUE}. */
    static IsolatedSimulator with(String... variables) {
        assumeFalse(TestLibrary.isVendors(), "skipped: the vendor's library has no switches for failures");
        var simulator = new IsolatedSimulator();
        simulator.set("touchstone.rknpu.library", TestLibrary.file().toString());
        simulator.set("touchstone.rknpu.device", "none");
        simulator.set("touchstone.host.java", "env " + String.join(" ", variables) + " " + java());
        // Processes are shared by those who start them alike, and so is the count of their crashes.
        simulator.set("touchstone.rknpu.test.number", Integer.toString(NUMBER.incrementAndGet()));
        return simulator;
    }

    /**
     * This Java, in the shape that starts fast. On an emulated machine its kernel, which is the host's, cannot run it,
     * but runs the emulator that the variable names.
     */
    private static String java() {
        var emulator = System.getenv("TOUCHSTONE_EMULATOR");
        return (emulator == null ? "" : emulator + " ")
                + Path.of(System.getProperty("java.home"), "bin", "java")
                + " -XX:TieredStopAtLevel=1 -XX:+IgnoreUnrecognizedVMOptions";
    }

    private static String patience() {
        return System.getProperty("touchstone.rknpu.test.patience", "60");
    }

    /** As if nobody had said where the library is. */
    void forgetLibrary() {
        System.clearProperty("touchstone.rknpu.library");
    }

    private void set(String name, String value) {
        var old = System.setProperty(name, value);
        before.put(name, old == null ? "" : old);
    }

    /** What a session sees. */
    Backends backends() {
        return Backends.of(new RknpuBackendProvider(), new dev.touchstone.reference.ReferenceBackendProvider());
    }

    /** The backend with settings: name, value, name, value. */
    Backend open(String... settings) {
        var map = new HashMap<>(LIMITS);
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        var options = new BackendOptions(1, map);
        return backends().provider("rknpu", options).open(options);
    }

    /** Everything that the processes of isolated backends may leave behind in this one and in its directories. */
    static List<String> traces() {
        var traces = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(n -> n.startsWith("touchstone-"))
                .collect(Collectors.toList());
        ProcessHandle.current().children().forEach(c -> traces.add("process " + c.pid()));
        // other processes may be running the same tests
        var own = "touchstone-" + ProcessHandle.current().pid() + "-.*\\.tensors";
        for (var directory : List.of("/dev/shm", System.getProperty("java.io.tmpdir"), "")) {
            try (var files = Files.list(Path.of(directory))) {
                // The repository has a directory named core.
                files.filter(Files::isRegularFile)
                        .map(f -> f.getFileName().toString())
                        .filter(f -> f.matches(own + "|hs_err.*|core(\\.\\d+)?"))
                        .forEach(traces::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return traces;
    }

    @Override
    public void close() {
        before.forEach((name, value) -> {
            if (value.isEmpty()) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }
}
