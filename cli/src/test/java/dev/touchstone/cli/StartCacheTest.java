package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The touchstone script and its cache of linked classes, in a checkout of its own that is already built. */
class StartCacheTest {
    private static final Pattern OURS =
            Pattern.compile(".*(/target/classes|/(touchstone|picocli|protobuf-java|flatbuffers-java|j2html"
                    + "|jackson-(annotations|core|databind))-[^/]*\\.jar)");

    private static final String COMPILER = "dev.touchstone.arm.compile.GraphCompiler";

    /** Making a cache takes about five seconds on an idle machine. */
    private static final int PATIENCE_SECONDS = 240;

    @TempDir
    private Path temporary;

    private Path home;

    @TempDir
    private Path output;

    private final List<Path> jars = new ArrayList<>();

    @BeforeEach
    void installs() throws IOException {
        assumeTrue(File.separatorChar == '/' && Files.isExecutable(Path.of("/bin/sh")), "needs a POSIX shell");
        home = Files.createDirectory(temporary.resolve("a checkout"));
        for (var script : List.of(
                "touchstone",
                "scripts/find-jdk.sh",
                "scripts/aot-cache.sh",
                "scripts/cacheable-jars/CacheableJars.java",
                "scripts/cacheable-jars/PlainMethods.java",
                "scripts/cacheable-jars/RecordMethod.java")) {
            Files.createDirectories(home.resolve(script).getParent());
            Files.copy(Checkout.ROOT.resolve(script), home.resolve(script), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.createSymbolicLink(home.resolve("models"), Checkout.ROOT.resolve("models"));
        // What the script looks at to tell whether sources are newer than the build.
        Files.createDirectories(home.resolve("cli/src/main"));
        Files.createFile(home.resolve("pom.xml"));
        Files.createFile(home.resolve("cli/pom.xml"));
        var lib = Files.createDirectories(home.resolve("cli/target/lib"));
        for (var path : modulePath()) {
            jars.add(installed(path, lib));
        }
        Files.createFile(lib.resolve(".built"));
    }

    /** JUnit deletes the directory and warns of links that lead out of it. */
    @AfterEach
    void unlinks() throws IOException {
        Files.deleteIfExists(home.resolve("models"));
    }

    @Test
    void makesUsesAndRenewsTheCacheWithoutAWord() throws IOException, InterruptedException {
        // Two first commands at once: one of them makes the cache.
        var first = start("first", "", "classify", "--warmup", "0", "--repeat", "1");
        var second = start("second", "", "classify", "--warmup", "0", "--repeat", "1");
        assertSaysAsWithoutCache("first", first);
        assertSaysAsWithoutCache("second", second);
        var made = awaitStampOtherThan("");
        assertThat(caches()).hasSize(1);

        assertUsesCache("third");
        assertThat(stamp()).isEqualTo(made);
        assertKeepsCompiledModels();

        // A damaged cache: the command runs, and another cache is made.
        var cache = caches().getFirst().resolve("cache");
        Files.write(cache, new byte[1000], StandardOpenOption.TRUNCATE_EXISTING);
        assertSaysAsWithoutCache("damaged", start("damaged", "", "classify", "--warmup", "0", "--repeat", "1"));
        var renewed = awaitStampOtherThan(made);
        assertUsesCache("fourth");

        // A jar of another time: an old cache is not used, and another one is made.
        Files.setLastModifiedTime(jars.getFirst(), FileTime.from(Instant.now().minusSeconds(3600)));
        assertSaysAsWithoutCache("changed", start("changed", "", "classify", "--warmup", "0", "--repeat", "1"));
        awaitStampOtherThan(renewed);
    }

    /** The bundled model was compiled when the cache was made; another one is by its first command. */
    private void assertKeepsCompiledModels() throws IOException, InterruptedException {
        var bundled = classesOf("bundled", "-v");
        assertThat(read("bundled.err")).contains("touchstone: compiled earlier; loaded from ");
        assertThat(bundled)
                .contains("dev.touchstone.runtime.kept.KeptModel source: shared objects file")
                .doesNotContain(COMPILER);

        // The same network under a name with characters that file names do without, with a label file beside it.
        var other = Files.createDirectories(output.resolve("other/a model.v2"));
        copy(Checkout.ROOT.resolve("models/fashion/model_int8"), other);
        Files.copy(Checkout.ROOT.resolve("models/fashion/labels.txt"), other.resolveSibling("labels.txt"));
        var image = Checkout.ROOT
                .resolve("models/fashion/drawn/samples_large/09_ankle_boot.png")
                .toString();
        String[] arguments = {"-v", "--image", image, "--model=" + other + "/"};
        var first = classesOf("other", arguments);
        assertThat(read("other.err")).contains("touchstone: the compiled model is kept in ");
        assertThat(first).contains(COMPILER + " source: shared objects file");
        var second = classesOf("other again", arguments);
        assertThat(read("other again.err")).contains("touchstone: compiled earlier; loaded from ");
        assertThat(second).doesNotContain(COMPILER);
        assertThat(read("other again.out")).contains("Top0 Ankle boot - 0.999999");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    /** What Java says of the classes that a command loads. */
    private String classesOf(String run, String... arguments) throws IOException, InterruptedException {
        var log = output.resolve(run.replace(' ', '-') + ".log");
        var words = new ArrayList<>(List.of("classify", "--warmup", "0", "--repeat", "1"));
        words.addAll(List.of(arguments));
        assertThat(start(run, "-Xlog:class+load:file=" + log, words.toArray(String[]::new))
                        .waitFor())
                .isZero();
        return Files.readString(log);
    }

    @Test
    void neitherUsesNorMakesItWhenToldSo() throws IOException, InterruptedException {
        var builder = command("off", "", "--version");
        builder.environment().put("TOUCHSTONE_AOT", "off");

        assertThat(builder.start().waitFor()).isZero();
        assertThat(home.resolve("cli/target/aot")).doesNotExist();
    }

    private void assertUsesCache(String run) throws IOException, InterruptedException {
        var log = output.resolve(run + ".log");
        assertSaysAsWithoutCache(
                run, start(run, "-Xlog:class+load:file=" + log, "classify", "--warmup", "0", "--repeat", "1"));
        assertThat(Files.readString(log))
                .containsPattern("dev\\.touchstone\\.cli\\.ClassifyCommand source: shared objects file")
                .containsPattern("picocli\\.CommandLine source: shared objects file");
    }

    private void assertSaysAsWithoutCache(String run, Process process) throws IOException, InterruptedException {
        assertThat(process.waitFor()).isZero();
        assertThat(read(run + ".out")).contains("Top0 Ankle boot - 0.999999");
        assertThat(read(run + ".err").lines().filter(l -> !l.matches("touchstone: .* \\.\\.\\. \\d+ s")))
                .containsExactly(
                        "touchstone: no --image given, using the bundled"
                                + " models/fashion/drawn/samples_large/09_ankle_boot.png",
                        "touchstone: no --model given, using the bundled models/fashion/model_int8");
    }

    private Process start(String run, String javaOptions, String... arguments) throws IOException {
        return command(run, javaOptions, arguments).start();
    }

    private ProcessBuilder command(String run, String javaOptions, String... arguments) {
        var words =
                new ArrayList<>(List.of("/bin/sh", home.resolve("touchstone").toString()));
        words.addAll(List.of(arguments));
        var builder = new ProcessBuilder(words)
                .redirectOutput(output.resolve(run + ".out").toFile())
                .redirectError(output.resolve(run + ".err").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("TOUCHSTONE_JAVA_OPTIONS", javaOptions);
        builder.environment().remove("TOUCHSTONE_AOT");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder;
    }

    private String read(String file) throws IOException {
        return Files.readString(output.resolve(file), StandardCharsets.UTF_8);
    }

    private String stamp() throws IOException {
        var stamp = home.resolve("cli/target/aot/stamp");
        return Files.exists(stamp) ? Files.readString(stamp, StandardCharsets.UTF_8) : "";
    }

    private List<Path> caches() throws IOException {
        try (var files = Files.list(home.resolve("cli/target/aot"))) {
            return files.filter(f -> f.getFileName().toString().startsWith("of."))
                    .sorted()
                    .toList();
        }
    }

    /** Waits until a cache was made and the process that made it is done. */
    private String awaitStampOtherThan(String old) throws IOException, InterruptedException {
        var aot = Files.createDirectories(home.resolve("cli/target/aot"));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try (var watch = aot.getFileSystem().newWatchService()) {
            aot.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
            while (stamp().equals(old) || Files.exists(aot.resolve("lock"))) {
                assertThat(System.nanoTime()).as("a cache is made in time").isLessThan(deadline);
                var key = watch.poll(1, TimeUnit.SECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
            }
        }
        assertThat(aot.resolve(stamp().lines().findFirst().orElseThrow()).resolve("cache"))
                .as("a cache was made")
                .isNotEmptyFile();
        return stamp();
    }

    private static List<Path> modulePath() {
        return Stream.of("jdk.module.path", "java.class.path")
                .map(p -> System.getProperty(p, ""))
                .flatMap(Pattern.compile(File.pathSeparator)::splitAsStream)
                .filter(p -> OURS.matcher(p).matches())
                .filter(p -> !p.contains("browser-testing"))
                .distinct()
                .map(Path::of)
                .toList();
    }

    /** As a jar where the build would put it. */
    private static Path installed(Path path, Path lib) throws IOException {
        if (Files.isRegularFile(path)) {
            return Files.copy(
                    path,
                    lib.resolve(path.getFileName()),
                    StandardCopyOption.COPY_ATTRIBUTES,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        var module = path.getName(path.getNameCount() - 3).toString();
        var jar = module.equals("cli")
                ? lib.resolveSibling("touchstone-cli-0.jar")
                : lib.resolve("touchstone-" + module + "-0.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                var out = new JarOutputStream(file);
                var files = Files.walk(path)) {
            for (var entry : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new JarEntry(path.relativize(entry).toString()));
                Files.copy(entry, out);
                out.closeEntry();
            }
        }
        return jar;
    }
}
