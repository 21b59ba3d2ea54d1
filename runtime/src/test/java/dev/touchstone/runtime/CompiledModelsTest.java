package dev.touchstone.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.touchstone.ModelFormatException;
import dev.touchstone.RunCancelledException;
import dev.touchstone.model.Model;
import dev.touchstone.model.Models;
import dev.touchstone.op.Softmax;
import dev.touchstone.pass.Precision;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompiledModelsTest {
    private static final SessionOptions DEFAULTS = SessionOptions.defaults();
    private static final Path BUNDLED = Path.of("..", "models", "fashion", "model_int8");

    @TempDir
    private Path directory;

    private Path path;
    private Path keep;

    private final FakeProvider fake = new FakeProvider("fake", 1).keeping("one");
    private final Backends backends = Backends.of(fake);

    @BeforeEach
    void copiesTheModel() throws IOException {
        keep = directory.resolve("kept");
        // As deep as the bundled one: its labels lie beside the model's directory.
        path = directory.resolve("family").resolve("model");
        copy(BUNDLED, path);
        try (var labels = Files.list(BUNDLED.getParent())) {
            for (var file : labels.filter(Files::isRegularFile).toList()) {
                copy(file, path.resolveSibling(file.getFileName()));
            }
        }
        settle();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** Waits until changes made so far would be told from later ones by their time. */
    private void settle() throws IOException {
        var probe = Files.createTempFile(directory, "clock", "");
        var before = Files.getLastModifiedTime(probe).toInstant();
        while (before.isAfter(Instant.now().minusMillis(50))) {
            Thread.onSpinWait();
        }
        Files.delete(probe);
    }

    private Model read() {
        return CompiledModels.in(keep).read(path);
    }

    private Session open() {
        return open(DEFAULTS);
    }

    private Session open(SessionOptions options) {
        return Session.open(read(), options, backends);
    }

    private static Tensor picture() {
        var tensor = Tensor.allocate(TensorType.float32(1, 1, 28, 28));
        for (int i = 0; i < tensor.floats().length; i++) {
            tensor.floats()[i] = i % 17 / 17f;
        }
        return tensor;
    }

    private static float[] scores(Session session) {
        return session.run(picture()).first().toFloats();
    }

    @Test
    void loadsWhatAnEarlierSessionHasCompiled() {
        float[] expected;
        String placement;
        try (var session = open()) {
            expected = scores(session);
            placement = session.placement().toString();
            assertThat(session.notes()).anyMatch(n -> n.startsWith("the compiled model is kept in " + keep));
        }
        assertThat(fake.compiled).hasSize(1);

        try (var session = open()) {
            assertThat(scores(session)).isEqualTo(expected);
            assertThat(session.placement()).hasToString(placement);
            assertThat(session.precision()).isEqualTo(Precision.FULL_INT8);
            assertThat(session.notes()).anyMatch(n -> n.startsWith("compiled earlier; loaded from " + keep));
        }
        assertThat(fake.compiled).as("not compiled again").hasSize(1);
        assertThat(fake.loaded).hasValue(1);
        assertThat(fake.openGraphs).hasValue(0);
        assertThat(fake.openBackends).hasValue(0);
    }

    @Test
    void saysOfAModelWhatItsFilesSay() {
        var whole = Models.read(path);
        open().close();
        var known = read();

        assertThat(known.name()).isEqualTo(whole.name());
        assertThat(known.format()).isEqualTo(whole.format());
        assertThat(known.inputs()).isEqualTo(whole.inputs());
        assertThat(known.outputs()).isEqualTo(whole.outputs());
        assertThat(known.statistics()).isEqualTo(whole.statistics());
        assertThat(known.warnings()).isEqualTo(whole.warnings());
        assertThat(known.imageProfile()).isPresent().isEqualTo(whole.imageProfile());
        assertThat(known.graph().toText()).isEqualTo(whole.graph().toText());
        assertThat(known.marks()).isEmpty();
        assertThat(known.files())
                .containsExactlyElementsOf(
                        whole.files().stream().map(Path::toAbsolutePath).toList());
    }

    @Test
    void compilesAgainWhereAnythingIsAnother() {
        open().close();
        var others = Map.<String, SessionOptions>of(
                "precision", DEFAULTS.withPrecision(Precision.CPU_INT8),
                "backends by name", DEFAULTS.withBackends("fake"),
                "setting", DEFAULTS.withSetting("a", "b"));
        others.forEach((what, options) -> {
            int before = fake.compiled.size();
            open(options).close();
            assertThat(fake.compiled).as(what).hasSize(before + 1);
            open(options).close();
            assertThat(fake.compiled).as(what + " is kept too").hasSize(before + 1);
        });

        int before = fake.compiled.size();
        fake.keeping("two");
        open().close();
        assertThat(fake.compiled).as("another backend").hasSize(before + 1);
        open(DEFAULTS.withThreads(2)).close();
        assertThat(fake.compiled).as("threads are no matter").hasSize(before + 1);
    }

    @Test
    void everyInputShapeHasItsProgram() {
        var batch = Tensor.allocate(TensorType.float32(3, 1, 28, 28));
        float[] expected;
        try (var session = open()) {
            expected = session.run(batch).first().toFloats();
        }
        assertThat(fake.compiled).hasSize(2);

        try (var session = open()) {
            assertThat(session.run(batch).first().toFloats()).isEqualTo(expected);
        }
        assertThat(fake.compiled).hasSize(2);
    }

    /** As a rebuilt model would be: of the same size, and with the time of the old file. */
    @Test
    void noticesAnyChangeOfTheModel() throws IOException {
        open().close();
        var files = read().files().stream().filter(Files::isRegularFile).toList();
        assertThat(files).hasSizeGreaterThan(3);
        for (var file : files) {
            int before = fake.compiled.size();
            var time = Files.getLastModifiedTime(file);
            byte[] content = Files.readAllBytes(file);
            Files.write(file, content);
            Files.setLastModifiedTime(file, time);
            settle();
            open().close();
            assertThat(fake.compiled).as(file + " was written again").hasSize(before + 1);
        }

        Files.writeString(path.resolve("further"), "?");
        settle();
        int before = fake.compiled.size();
        open().close();
        assertThat(fake.compiled).as("a further file in the directory").hasSize(before + 1);
        open().close();
        assertThat(fake.compiled).hasSize(before + 1);
    }

    @Test
    void aModelThatChangesWhileItIsOpenIsNotMixed() throws IOException {
        open().close();
        var known = read();
        Files.setLastModifiedTime(path.resolve("touchstone.properties"), FileTime.from(Instant.EPOCH));

        assertThatThrownBy(known::graph)
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("has changed since it was opened: ")
                .hasMessageContaining("touchstone.properties is another; open it again");
    }

    @Test
    void aProfileAndAnObserverGetTheNodes() {
        open().close();
        try (var session = open()) {
            var profile = session.run(List.of(picture()), RunOptions.defaults().withProfile())
                    .profile()
                    .orElseThrow();
            assertThat(profile.rows()).hasSameSizeAs(session.placement().rows());
            var seen = new java.util.ArrayList<String>();
            session.run(
                    List.of(picture()),
                    RunOptions.defaults().withObserver((node, value, tensor) -> seen.add(value.name())));
            assertThat(seen).isNotEmpty();
            assertThat(session.programs()).isEqualTo(3);
        }
    }

    @Test
    void aLoadedProgramCanBeCancelled() {
        open().close();
        var token = new CancellationToken();
        token.cancel();
        try (var session = open()) {
            var options = RunOptions.defaults().withCancellation(token);
            assertThatThrownBy(() -> session.run(List.of(picture()), options))
                    .isInstanceOf(RunCancelledException.class);
            scores(session);
        }
        assertThat(fake.compiled).hasSize(1);
    }

    @Test
    void saysWhyNothingIsKept() throws IOException {
        var silent = Backends.of(new FakeProvider("plain", 1));
        try (var session = Session.open(read(), DEFAULTS, silent)) {
            assertThat(session.notes())
                    .contains("the compiled model is not kept as a whole: the backend plain has no format for it");
        }
        var partial = Backends.of(new FakeProvider("partial", 2).keeping("x").refusing(Softmax.class), fake);
        try (var session = Session.open(read(), DEFAULTS, partial)) {
            assertThat(session.notes())
                    .contains("the compiled model is not kept: the first backend does not run all of it");
        }
        assertThat(keep).doesNotExist();

        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("unix"));
        Files.createDirectory(keep);
        Files.setPosixFilePermissions(keep, PosixFilePermissions.fromString("rwxrwxr-x"));
        try (var session = open()) {
            assertThat(session.notes())
                    .contains("the compiled model is not kept: " + keep.toAbsolutePath()
                            + " can be written by others (mode 775), who could put code there; chmod go-w, or name"
                            + " another directory");
        }
        assertThat(keep).isEmptyDirectory();
    }

    @Test
    void readsFromADirectoryOnlyAsLongAsNobodyElseCanWrite() throws IOException {
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("unix"));
        open().close();
        assertThat(Files.getPosixFilePermissions(keep)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(keep, PosixFilePermissions.fromString("rwxrwxrwx"));

        open().close();

        assertThat(fake.loaded).hasValue(0);
        assertThat(fake.compiled).hasSize(2);
    }

    @Test
    void makesDamagedFilesAnew() throws IOException {
        open().close();
        for (var file : kept()) {
            byte[] content = Files.readAllBytes(file);
            for (int i = 0; i < content.length; i += Math.max(1, content.length / 50)) {
                var damaged = content.clone();
                damaged[i] ^= 0x10;
                Files.write(file, damaged);
                int before = fake.loaded.get() + fake.compiled.size();
                open().close();
                assertThat(fake.loaded.get() + fake.compiled.size()).isEqualTo(before + 1);
            }
            Files.write(file, java.util.Arrays.copyOf(content, content.length / 2));
            open().close();
            Files.write(file, new byte[0]);
            open().close();
        }
        int before = fake.compiled.size();
        open().close();
        assertThat(fake.compiled).as("whole again").hasSize(before);
    }

    @Test
    void aBackendThatCannotWriteIsNoReasonToFail() {
        fake.failingToWrite();
        try (var session = open()) {
            assertThat(scores(session)).hasSize(10);
            assertThat(session.notes()).contains("the compiled model is not kept: too large");
        }
        assertThat(keep).doesNotExist();
        assertThat(fake.openGraphs).hasValue(0);
    }

    @Test
    void whatTheBackendDoesNotTakeBackIsCompiled() {
        open().close();
        fake.written.clear();
        float[] scores;
        try (var session = open()) {
            scores = scores(session);
        }
        assertThat(scores).hasSize(10);
        assertThat(fake.compiled).hasSize(2);
        assertThat(fake.loaded).hasValue(0);
    }

    @Test
    void keepsABoundedNumberOfFilesAndLeavesOthersAlone() throws IOException {
        Files.createDirectories(
                keep, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (int i = 0; i < 80; i++) {
            var old = keep.resolve("old" + i + ".tsprogram");
            Files.writeString(old, "x");
            Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH.plusSeconds(i)));
        }
        var foreign = keep.resolve("rknpu-0123.nbg");
        Files.writeString(foreign, "y", StandardCharsets.UTF_8);
        Files.setLastModifiedTime(foreign, FileTime.from(Instant.EPOCH));

        open().close();

        assertThat(foreign).exists();
        assertThat(kept()).hasSize(64);
        assertThat(keep.resolve("old79.tsprogram")).exists();
        assertThat(keep.resolve("old0.tsprogram")).doesNotExist();
        open().close();
        assertThat(fake.loaded).hasValue(1);
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(keep)) {
            return files.filter(f -> f.toString().contains(".ts")).toList();
        }
    }

    @Test
    void modelsThatAreNoneAreRefusedAsEver() {
        assertThatThrownBy(() -> CompiledModels.in(keep).read(directory.resolve("nothing")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("does not exist");
    }
}
