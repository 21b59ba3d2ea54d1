package dev.touchstone.conformance.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.backend.BackendProvider;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.cases.Operators;
import dev.touchstone.conformance.judge.ComputationJudge;
import dev.touchstone.conformance.suite.Selection;
import dev.touchstone.conformance.suite.Suite;
import dev.touchstone.graph.Graph;
import dev.touchstone.reference.ReferenceBackend;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests that failures come with compile, and pass where the results are right. */
final class JUnitSourceTest {
    @TempDir
    private Path directory;

    private static ReplayFile file(String id) {
        var c = Suite.standard().find(id).orElseThrow();
        var computation = (Computation) c.body().get();
        var origin = new ReplayFile.Origin(Operators.VERSION, 0, "");
        return new ReplayFile(
                c.id(), c.rule().id(), origin, computation, ComputationJudge.expected(computation), List.of());
    }

    @Test
    void theSourceHoldsTheWholeCase() {
        assertThat(JUnitSource.of(file("arg_max#1"), "mine"))
                .contains(
                        "final class ArgMax1Test {",
                        "    @Test\n    void obeysarg_max_R4() {\n        var graph = new GraphBuilder(\"arg_max#1\");",
                        "        try (var backend = Replay.backend(\"mine\")) {\n"
                                + "            assertEquals(new CaseResult.Passed(), Replay.run(computation, expected,"
                                + " backend));");
    }

    @Test
    void casesOfEveryOperatorCompile() throws Exception {
        var sources = new ArrayList<Path>();
        for (var c : Selection.ALL.withEvery(150).of(Suite.standard())) {
            if (c.body().get() instanceof Computation) {
                var file = file(c.id());
                sources.add(Files.writeString(
                        directory.resolve(JUnitSource.className(file) + ".java"), JUnitSource.of(file, "reference")));
            }
        }
        compile(sources);

        var one = file("conv2d#20017");
        run(JUnitSource.className(one), one);
    }

    private void compile(List<Path> sources) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                "-d",
                directory.toString(),
                "-proc:none",
                "-cp",
                classPath()));
        sources.forEach(s -> command.add(s.toString()));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    /** Where the classes are that the tests name, on whatever path they were found. */
    private static String classPath() {
        return Stream.of(Computation.class, Graph.class, BackendProvider.class, ReferenceBackend.class, Test.class)
                .map(c -> Path.of(URI.create(
                        c.getProtectionDomain().getCodeSource().getLocation().toString())))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void run(String name, ReplayFile file) throws Exception {
        compile(List.of(Files.writeString(
                directory.resolve(name + ".java"),
                JUnitSource.of(file, "reference").replace("    @Test", "    @Test public"))));
        try (var loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, JUnitSourceTest.class.getClassLoader())) {
            var test = loader.loadClass(name);
            var constructor = test.getDeclaredConstructor();
            constructor.setAccessible(true);
            for (var method : test.getDeclaredMethods()) {
                if (method.getName().startsWith("obeys")) {
                    method.setAccessible(true);
                    method.invoke(constructor.newInstance());
                }
            }
        }
    }
}
