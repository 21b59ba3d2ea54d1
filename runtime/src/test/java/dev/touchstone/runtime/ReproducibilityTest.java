package dev.touchstone.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.model.Models;
import dev.touchstone.pass.Precision;
import java.io.File;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The bundled int8 model gives the same bits whatever the JVM does with the code: each test is a JVM of its own, on a
 * strict module path, that prints the SHA-256 of the outputs of some pictures for each precision and number of threads.
 */
class ReproducibilityTest {
    private static final Path MODEL = Path.of("..", "models", "fashion", "model_int8");

    private static final String PROGRAM = """
            package consumer;

            import dev.touchstone.model.*;
            import dev.touchstone.pass.Precision;
            import dev.touchstone.runtime.*;
            import dev.touchstone.tensor.*;
            import java.lang.foreign.*;
            import java.nio.file.Path;
            import java.security.MessageDigest;
            import java.util.*;
            import java.util.concurrent.*;

            public final class Main {
                private static final int PICTURES = 8;

                public static void main(String[] arguments) throws Exception {
                    var model = Models.read(Path.of(arguments[0]));
                    for (var precision : Precision.values()) {
                        var options = SessionOptions.defaults().withPrecision(precision);
                        for (int i = 1; i < arguments.length; i++) {
                            try (var session = Session.open(model, options);
                                    var executor = Executors.newFixedThreadPool(Integer.parseInt(arguments[i]))) {
                                var runs = new ArrayList<Future<float[]>>();
                                for (int picture = 0; picture < PICTURES; picture++) {
                                    var input = picture(model.graph().inputs().getFirst().type().shape(), picture);
                                    runs.add(executor.submit(() -> session.run(input).first().toFloats()));
                                }
                                var digest = MessageDigest.getInstance("SHA-256");
                                for (var run : runs) {
                                    digest.update(MemorySegment.ofArray(run.get()).toArray(ValueLayout.JAVA_BYTE));
                                }
                                System.out.println(precision + " " + HexFormat.of().formatHex(digest.digest()));
                            }
                        }
                    }
                }

                private static Tensor picture(Shape shape, int seed) {
                    var random = new SplittableRandom(seed);
                    var pixels = new float[shape.elements()];
                    for (int i = 0; i < pixels.length; i++) {
                        pixels[i] = random.nextInt(256) / 127.5f - 1;
                    }
                    return Tensor.of(TensorType.float32(shape), pixels);
                }
            }
            """;

    @TempDir
    private static Path directory;

    private static String modulePath = "";
    private static Set<String> expected = Set.of();

    @BeforeAll
    static void runWithTheDefaultCompilers() throws Exception {
        var classes = new CompiledSources(directory)
                .with("module-info.java", "module consumer { requires dev.touchstone.runtime; }")
                .with("consumer/Main.java", PROGRAM)
                .compile();
        var paddle = CompiledSources.homes(
                Models.read(MODEL).getClass(),
                Class.forName("com.google.protobuf.Message"),
                Class.forName("com.google.flatbuffers.FlatBufferBuilder"));
        modulePath = String.join(File.pathSeparator, CompiledSources.modules(), paddle, classes.toString());
        expected = run(List.of(), "1");
    }

    /** What is printed for these numbers of threads, without repetitions. */
    private static Set<String> run(List<String> options, String... threads) throws Exception {
        var arguments = Stream.concat(Stream.of(MODEL.toString()), Stream.of(threads));
        var lines = CompiledSources.run(modulePath, options, arguments.toArray(String[]::new))
                .lines()
                .toList();
        assertThat(lines).hasSize(threads.length * Precision.values().length);
        return new HashSet<>(lines);
    }

    @Test
    void differsBetweenPrecisions() {
        assertThat(expected)
                .extracting(line -> line.substring(line.indexOf(' ')))
                .doesNotHaveDuplicates();
    }

    @Test
    void isIndependentOfTheNumberOfThreads() throws Exception {
        assertThat(run(List.of(), "1", "2", "8")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation", "-XX:UseAVX=0"})
    void isIndependentOfTheCompiler(String option) throws Exception {
        assertThat(run(List.of("-XX:+IgnoreUnrecognizedVMOptions", option), "2"))
                .isEqualTo(expected);
    }
}
