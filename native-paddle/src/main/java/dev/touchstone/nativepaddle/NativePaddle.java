package dev.touchstone.nativepaddle;

import ai.djl.engine.Engine;
import ai.djl.paddlepaddle.engine.PpEngine;
import com.google.gson.Gson;
import dev.touchstone.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * Native Paddle 2.3.2 on the CPU: one thread, no optimisation of the program, so that operators run exactly as the
 * program lists them. Every run is a process of its own, since the library ends the process when it does not like a
 * model.
 *
 * <p>The library is not part of the build. It is found on the class path, under the path in the system property
 * {@code touchstone.native-paddle}, or in Maven's local repository, where the following puts it once:
 * <pre>{@code mvn -P native-paddle -pl native-paddle -am compile}</pre>
 */
public final class NativePaddle {
    /** What a skipped test says. */
    public static final String REMEDY = "native Paddle for linux-x86_64 is absent; fetch it once with"
            + " mvn -P native-paddle -pl native-paddle -am compile, or name its jar in -Dtouchstone.native-paddle";

    private static final String VERSION = "2.3.2";
    private static final String JAR = "paddlepaddle-native-cpu-" + VERSION + "-linux-x86_64.jar";

    private final Path library;

    private NativePaddle(Path library) {
        this.library = library;
    }

    /** Native Paddle, if it is there and this machine can run it; tests skip with {@link #REMEDY} otherwise. */
    public static Optional<NativePaddle> find() {
        boolean fits = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        return fits ? candidates().filter(Files::isRegularFile).findFirst().map(NativePaddle::new) : Optional.empty();
    }

    private static Stream<Path> candidates() {
        var named = Stream.ofNullable(System.getProperty("touchstone.native-paddle"))
                .map(Path::of);
        var onClassPath = Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
                .filter(p -> p.endsWith(JAR))
                .map(Path::of);
        var repository = Optional.ofNullable(System.getProperty("maven.repo.local"))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".m2", "repository"));
        var local = repository.resolve("ai/djl/paddlepaddle/paddlepaddle-native-cpu/" + VERSION + "/" + JAR);
        return Stream.of(named, onClassPath, Stream.of(local)).flatMap(s -> s);
    }

    /**
     * Loads a model and runs it once.
     *
     * @param program the program file; or a directory that holds {@code __model__} and a file for each parameter, if
     *     there is no combined file
     * @param parameters the combined parameter file
     * @param inputs by the name of the fed variable: float32, int32, int64 or uint8
     * @return what is fetched, in the order of the columns
     * @throws IOException if the process fails; the message holds what it printed
     */
    public List<Tensor> run(Path program, Optional<Path> parameters, Map<String, Tensor> inputs) throws IOException {
        var scratch = Files.createTempDirectory("native-paddle");
        try {
            var in = scratch.resolve("in");
            var out = scratch.resolve("out");
            try (var stream = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(in)))) {
                TensorStream.write(stream, inputs);
            }
            run(program, parameters, in, out, scratch.resolve("log"));
            try (var stream = new DataInputStream(new BufferedInputStream(Files.newInputStream(out)))) {
                return new ArrayList<>(TensorStream.read(stream).values());
            }
        } finally {
            for (var name : List.of("in", "out", "log", "")) {
                Files.deleteIfExists(scratch.resolve(name));
            }
        }
    }

    private void run(Path program, Optional<Path> parameters, Path in, Path out, Path log) throws IOException {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                // The binding unpacks the library; one copy serves all runs of this user, where nobody else can write.
                "-DENGINE_CACHE_DIR="
                        + Path.of(System.getProperty("user.home"), ".cache", "touchstone", "native-paddle"),
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true",
                "-cp",
                classPath(),
                NativePaddleProcess.class.getName(),
                program.toString(),
                parameters.map(Path::toString).orElse(""),
                in.toString(),
                out.toString());
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException(
                        "native Paddle ends with code " + code + " on " + program + ":\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while native Paddle was running " + program, e);
        }
    }

    /** Wherever this class and what the binding needs were loaded from, and the library. */
    private String classPath() {
        var places = Stream.of(
                        NativePaddle.class, Tensor.class, PpEngine.class, Engine.class, Gson.class, LoggerFactory.class)
                .map(c -> c.getProtectionDomain().getCodeSource().getLocation().getPath());
        return Stream.concat(places, Stream.of(library.toString()))
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }
}
