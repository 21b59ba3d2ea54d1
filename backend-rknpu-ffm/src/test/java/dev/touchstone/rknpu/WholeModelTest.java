package dev.touchstone.rknpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.touchstone.backend.Support;
import dev.touchstone.graph.Graph;
import dev.touchstone.model.Models;
import dev.touchstone.pass.Pipeline;
import dev.touchstone.pass.Precision;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole networks in int8, as one graph of the simulated device and layer by layer. Layers of large networks have the tag
 * {@value #HOURS}: their reference takes hours on a virtual machine that interprets and is emulated.
 */
class WholeModelTest {
    private static final String HOURS = "hours-on-emulators";

    /** What the reference sees in the random picture, as {@link #mobileNetRunsAsOneGraph()} finds. */
    private static final int MOBILENET_CLASS = 549;

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"uint8", "int8"})
    @Tag("vendor")
    void theBundledModelRunsAsOneGraphAndSeesWhatTheReferenceSees(String representation) {
        var graph = int8(repository().resolve("models/fashion/model_int8"));
        compare(graph, new LayerComparison(Simulator.backend("rknpu.representation", representation)));
    }

    @Test
    @Tag("vendor")
    void mobileNetIsBuiltWhole() throws IOException {
        var graph = int8(unpacked("mobilenet_v1_int8_224.zip"));
        var comparison = new LayerComparison(Simulator.backend());
        assertThat(best(comparison
                        .device(graph, List.of(random(graph)))
                        .getFirst()
                        .toFloats()))
                .isEqualTo(MOBILENET_CLASS);
    }

    @Test
    @Tag(HOURS)
    void mobileNetRunsAsOneGraph() throws IOException {
        assertThat(compare(int8(unpacked("mobilenet_v1_int8_224.zip")), new LayerComparison(Simulator.backend())))
                .isEqualTo(MOBILENET_CLASS);
    }

    @Test
    @Tag(HOURS)
    void resNetRunsAsOneGraph() throws IOException {
        var directory = unpacked("resnet50_int8_224_partial.zip");
        StandInParameters.complete(directory, data().resolve("models/resnet50_int8_tail.csv"));
        compare(int8(directory), new LayerComparison(Simulator.backend()));
    }

    /** The class that both the reference and the device see. */
    private static int compare(Graph graph, LayerComparison comparison) {
        var backend = Simulator.backend();
        assertThat(graph.nodes().stream().map(backend::supports)).allMatch(s -> s.equals(Support.SUPPORTED));

        var input = List.of(random(graph));
        assertThat(comparison.differences(graph, input).values()).allMatch(d -> d <= 1);
        float[] expected = comparison.reference(graph, input).getFirst().toFloats();
        float[] actual = comparison.device(graph, input).getFirst().toFloats();
        assertThat(best(actual)).isEqualTo(best(expected));
        return best(expected);
    }

    private static Tensor random(Graph graph) {
        var random = new SplittableRandom(8);
        var type = graph.inputs().getFirst().type();
        var values = new float[type.shape().elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-2, 2);
        }
        return Tensor.of(type, values);
    }

    private static int best(float[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                best = i;
            }
        }
        return best;
    }

    private static Graph int8(Path model) {
        var read = Models.read(model);
        var input = read.inputs().getFirst().name();
        var shape = model.endsWith("model_int8") ? Shape.of(1, 1, 28, 28) : Shape.of(1, 3, 224, 224);
        return Pipeline.prepare(read.graph(Map.of(input, shape)), Precision.FULL_INT8)
                .graph();
    }

    private static Path repository() {
        var here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("models")) ? here : here.resolve("..").normalize();
    }

    private static Path data() {
        var given = System.getProperty("touchstone.data", System.getenv("TOUCHSTONE_DATA"));
        return given == null ? repository().resolveSibling("shared/data") : Path.of(given);
    }

    private Path unpacked(String archive) throws IOException {
        var file = data().resolve("models").resolve(archive);
        assumeTrue(Files.exists(file), "test data " + file + " are not there; set TOUCHSTONE_DATA");
        try (var zip = new ZipFile(file.toFile())) {
            for (var entry : Collections.list(zip.entries())) {
                var target = scratch.resolve(entry.getName());
                if (!entry.isDirectory()) {
                    Files.createDirectories(target.getParent());
                    try (var in = zip.getInputStream(entry)) {
                        Files.copy(in, target);
                    }
                }
            }
        }
        try (Stream<Path> files = Files.walk(scratch)) {
            return files.filter(f -> f.getFileName().toString().matches("__model__|model|.*\\.pdmodel"))
                    .findFirst()
                    .map(Path::getParent)
                    .orElseThrow();
        }
    }
}
