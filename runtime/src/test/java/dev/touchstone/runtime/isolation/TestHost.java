package dev.touchstone.runtime.isolation;

import dev.touchstone.backend.BackendOptions;
import dev.touchstone.backend.BackendProvider;
import dev.touchstone.graph.Graph;
import dev.touchstone.graph.GraphBuilder;
import dev.touchstone.op.Identity;
import dev.touchstone.op.Relu;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.runtime.BackendHost;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Hosts that know {@link FaultyProvider}, which no other test sees: its service file stands in a directory of its own. */
public final class TestHost {
    private static int distinct;

    private TestHost() {}

    /** The words that start one. */
    public static List<String> words(Path directory) {
        try {
            var services = Files.createDirectories(directory.resolve("META-INF/services"));
            Files.writeString(services.resolve(BackendProvider.class.getName()), FaultyProvider.class.getName() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var classPath = Stream.concat(
                        Stream.of(directory),
                        Stream.of(
                                        BackendHost.class,
                                        FaultyProvider.class,
                                        ReferenceBackend.class,
                                        BackendProvider.class,
                                        Graph.class)
                                .map(TestHost::root))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ErrorFileToStderr",
                "-XX:-CreateCoredumpOnCrash",
                "-Xmx256m",
                "-Dtest.number=" + distinct++,
                "--enable-native-access=ALL-UNNAMED",
                "--class-path",
                classPath,
                BackendHost.class.getName());
    }

    private static Path root(Class<?> type) {
        var file = type.getName().replace('.', '/') + ".class";
        var url = type.getResource("/" + file);
        if (url == null) {
            throw new IllegalStateException(type + " has no file");
        }
        var text = url.toString();
        if (text.startsWith("jar:")) {
            return Path.of(URI.create(text.substring(4, text.indexOf("!/"))));
        }
        return Path.of(URI.create(text.substring(0, text.length() - file.length())));
    }

    /** A provider whose process shares memory with the test, and is nobody else's. */
    static IsolatedProvider local(Path directory) {
        return new IsolatedProvider(
                "faulty",
                "faulty",
                new Place.OwnProcess(),
                new HostCommand(words(directory), true),
                new FaultyProvider());
    }

    /** A provider at the end of a command, as another machine would be. */
    static IsolatedProvider remote(Path directory) {
        var words = words(directory);
        return new IsolatedProvider(
                "faulty@command", "faulty", new Place.Command(List.of("java")), new HostCommand(words, false), null);
    }

    /** Settings by name and value. */
    static BackendOptions options(String... settings) {
        var map = new java.util.HashMap<String, String>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        return new BackendOptions(1, Map.copyOf(map));
    }

    /** One node. */
    static Graph relu() {
        return chain(1);
    }

    /** Nodes one after the other; the last one is {@code y}. */
    static Graph chain(int nodes) {
        var builder = new GraphBuilder("chain");
        var value = builder.input("x", TensorType.float32(3));
        for (int i = nodes - 1; i >= 0; i--) {
            value = builder.add(i == 0 ? "y" : "n" + i, new Relu(), value);
        }
        builder.output(value);
        return builder.build();
    }

    /** Gives back what it gets. */
    static Graph identity(int elements) {
        var builder = new GraphBuilder("identity");
        builder.output(builder.add("y", new Identity(), builder.input("x", TensorType.float32(elements))));
        return builder.build();
    }

    /** A tensor. */
    static Tensor input(float... values) {
        return Tensor.of(values, values.length);
    }

    /** Everything of ours that a process may leave behind. */
    static List<String> traces() {
        var traces = new ArrayList<String>();
        Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(n -> n.startsWith("touchstone-"))
                .forEach(traces::add);
        ProcessHandle.current().children().forEach(c -> traces.add("process " + c.pid()));
        // other processes may be running the same tests
        var own = "touchstone-" + ProcessHandle.current().pid() + "-";
        for (var directory : List.of("/dev/shm", System.getProperty("java.io.tmpdir"))) {
            try (var files = Files.list(Path.of(directory))) {
                files.map(Path::toString)
                        .filter(f -> f.contains(own) && f.endsWith(".tensors"))
                        .forEach(traces::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return traces;
    }
}
