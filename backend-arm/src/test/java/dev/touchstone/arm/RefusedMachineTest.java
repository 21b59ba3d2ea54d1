package dev.touchstone.arm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.model.Models;
import dev.touchstone.runtime.Backends;
import dev.touchstone.runtime.RunOptions;
import dev.touchstone.runtime.Session;
import dev.touchstone.tensor.Tensor;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A whole process on a machine that refuses: sessions run on the reference, and say so. */
class RefusedMachineTest {
    /** What the other process does: lists backends, runs the bundled model, and prints where that ran. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            Backends.find().reports().forEach(System.out::println);
            try (var session = Session.open(Models.read(Path.of("..", "models", "fashion", "model_int8")))) {
                System.out.println(session.placement().summary());
                var input = Tensor.allocate(
                        session.model().graph().inputs().getFirst().type());
                var outputs = session.run(List.of(input), RunOptions.defaults().withProfile());
                System.out.println(outputs.profile().orElseThrow());
            }
        }
    }

    /** Everything that this process knows, as one class path. */
    private static String classPath() {
        var places = Child.class.getClassLoader() instanceof URLClassLoader urls
                ? Stream.of(urls.getURLs()).map(URL::getPath)
                : Stream.concat(
                        Stream.of(Child.class, ArmBackendProvider.class)
                                .map(c -> c.getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .getPath()),
                        Stream.of("jdk.module.path", "java.class.path").map(key -> System.getProperty(key, "")));
        return places.collect(Collectors.joining(File.pathSeparator));
    }

    private static String outputOf(String... options) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath(), Child.class.getName()));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static void requireReference(String output, String reason) {
        assertThat(output).contains(reason).containsPattern("nodes: [0-9]+ on reference; subgraphs: 1;");
        // the profile's rows
        assertThat(output).contains("reference").doesNotContain(" on arm");
    }

    @Test
    void runsOnTheReferenceWhereNativeAccessIsDenied() throws Exception {
        requireReference(
                outputOf("--illegal-native-access=deny"), "; start java with --enable-native-access=ALL-UNNAMED");
    }

    @Test
    void runsOnTheReferenceOnA32BitArm() throws Exception {
        requireReference(
                outputOf("--enable-native-access=ALL-UNNAMED", "-Dos.arch=arm"),
                "arm: unavailable: there is no code generator for arm; use the backend reference");
    }
}
