package dev.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.ModelFormatException;
import dev.touchstone.graph.Graph;
import dev.touchstone.tensor.Shape;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsTest {
    @TempDir
    private Path directory;

    /** Reads every path with a certain ending. */
    private record SuffixReader(String format, String suffix) implements ModelReader {
        @Override
        public boolean recognises(Path path) {
            return path.toString().endsWith(suffix);
        }

        @Override
        public Model read(Path path, Optional<Path> parameters, ModelLimits limits) {
            var source = path.getFileName()
                    + parameters.map(p -> "+" + p.getFileName()).orElse("");
            return new Named(source + " of " + limits.operators(), format);
        }
    }

    private record Named(String name, String format) implements Model {
        @Override
        public List<Endpoint> inputs() {
            return List.of();
        }

        @Override
        public List<Endpoint> outputs() {
            return List.of();
        }

        @Override
        public ModelStatistics statistics() {
            return new ModelStatistics(new TreeMap<>(), 0, 0, 0);
        }

        @Override
        public List<String> warnings() {
            return List.of();
        }

        @Override
        public Optional<ImageProfile> imageProfile() {
            return Optional.empty();
        }

        @Override
        public Graph graph(Map<String, Shape> shapes) {
            throw new AssertionError("not asked for");
        }
    }

    private static final ModelReader ONE = new SuffixReader("one", ".one");
    private static final ModelReader ANY = new SuffixReader("any", "");

    private Path file(String name) throws IOException {
        return Files.writeString(directory.resolve(name), "content");
    }

    private static Model read(Path path, ModelReader... readers) {
        return new Models(List.of(readers), List.of()).readWithOne(path, Optional.empty(), ModelLimits.defaults());
    }

    @Test
    void readsWithTheReaderThatRecognisesThePath() throws IOException {
        var other = new SuffixReader("two", ".two");
        assertThat(read(file("m.two"), ONE, other).format()).isEqualTo("two");
        assertThat(read(file("m.one"), ONE, other).format()).isEqualTo("one");
    }

    @Test
    void handsParametersAndLimitsOn() throws IOException {
        var model = new Models(List.of(ONE), List.of())
                .readWithOne(file("m.one"), Optional.of(file("weights")), ModelLimits.defaults());
        assertThat(model.name())
                .isEqualTo("m.one+weights of " + ModelLimits.defaults().operators());
    }

    @Test
    void saysWhatToAddWhenThereIsNoReader() {
        assertThatThrownBy(() -> Models.read(Path.of("m.one")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage("m.one: there is no model reader on the class path or module path; add one, for Paddle"
                        + " models touchstone-model-paddle");
    }

    @Test
    void saysThatAPathDoesNotExist() throws IOException {
        var models = new Models(List.of(ONE), List.of());
        var missing = directory.resolve("missing.one");
        assertThatThrownBy(() -> read(missing, ONE))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage(missing + ": does not exist; expected a file or a directory");
        var present = file("m.one");
        assertThatThrownBy(() -> models.readWithOne(present, Optional.of(missing), ModelLimits.defaults()))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage(missing + ": does not exist; expected a file or a directory");
    }

    @Test
    void namesTheKnownFormatsWhenNoneFits() throws IOException {
        var path = file("m.three");
        var readers = List.of(new SuffixReader("two", ".two"), ONE);
        assertThatThrownBy(() -> new Models(readers, List.of("no class X"))
                        .readWithOne(path, Optional.empty(), ModelLimits.defaults()))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage(path + ": is no model of a known format; formats with a reader: one, two; broken readers:"
                        + " no class X");
    }

    @Test
    void namesTheFormatsWhenSeveralFit() throws IOException {
        var path = file("m.one");
        assertThatThrownBy(() -> read(path, ONE, ANY))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage(path + ": is recognised by several readers: any, one; call the read method of the right"
                        + " one");
    }

    @Test
    void reportsAReaderThatCannotBeLoaded() throws IOException {
        var services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve(ModelReader.class.getName()), "foreign.Missing\n");
        try (var loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, null)) {
            var models = Models.find(ServiceLoader.load(ModelReader.class, loader));
            assertThatThrownBy(() -> models.readWithOne(directory, Optional.empty(), ModelLimits.defaults()))
                    .hasMessageEndingWith("broken readers: dev.touchstone.model.ModelReader: Provider foreign.Missing"
                            + " not found");
        }
    }
}
