package dev.touchstone.arm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.touchstone.backend.RunMonitor;
import dev.touchstone.model.Models;
import dev.touchstone.pass.Pipeline;
import dev.touchstone.pass.Precision;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole int8 networks against the reference, bit for bit, every node on this backend. */
class NetworkTest {
    @TempDir
    private Path directory;

    static List<String> instructionSets() {
        return Exactness.instructionSets();
    }

    private static void require(String isa, Path model) {
        var graph = Pipeline.prepare(Models.read(model).graph(), Precision.FULL_INT8)
                .graph();
        Exactness.require(isa, graph, 11);
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void theBundledModel(String isa) {
        require(isa, Path.of("..", "models", "fashion", "model_int8"));
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void fiveHundredPicturesThroughTheBundledModel(String isa) {
        var graph = Pipeline.prepare(
                        Models.read(Path.of("..", "models", "fashion", "model_int8"))
                                .graph(),
                        Precision.FULL_INT8)
                .graph();
        var random = new SplittableRandom(500);
        try (var reference = new ReferenceBackend();
                var one = Exactness.open(isa, 1);
                var two = Exactness.open(isa, 2);
                var expected = reference.compile(graph);
                var alone = one.compile(graph);
                var together = two.compile(graph)) {
            var type = graph.outputs().getFirst().type();
            for (int i = 0; i < 500; i++) {
                var inputs = List.of(Exactness.random(graph.inputs().getFirst().type(), random));
                var results = new ArrayList<List<Tensor>>();
                for (var compiled : List.of(expected, alone, together)) {
                    results.add(List.of(Tensor.allocate(type)));
                    compiled.run(inputs, results.getLast(), RunMonitor.NONE);
                }
                Exactness.requireEqual(graph, results.get(0), results.get(1), "picture " + i + ", one thread");
                Exactness.requireEqual(graph, results.get(0), results.get(2), "picture " + i + ", two threads");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void everyTensorOfTheBundledModel(String isa) {
        var graph = Pipeline.prepare(
                        Models.read(Path.of("..", "models", "fashion", "model_int8"))
                                .graph(),
                        Precision.FULL_INT8)
                .graph();
        Exactness.require(isa, Exactness.everything(graph), 12);
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void mobileNetV1(String isa) throws IOException {
        require(isa, data("mobilenet_v1_int8_224"));
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void shuffleNetV2(String isa) throws IOException {
        require(isa, data("shufflenet_v2_int8_224"));
    }

    private Path data(String name) throws IOException {
        var root = Optional.ofNullable(System.getProperty("touchstone.data", System.getenv("TOUCHSTONE_DATA")))
                .map(Path::of)
                .orElse(Path.of("..", "..", "shared", "data"));
        var archive = root.resolve("models").resolve(name + ".zip");
        assumeTrue(Files.exists(archive), archive + " is not there (set TOUCHSTONE_DATA)");
        Path model = directory;
        try (var zip = new ZipFile(archive.toFile())) {
            for (var entry : zip.stream().toList()) {
                var target = directory.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                var folder = Objects.requireNonNull(target.getParent());
                Files.createDirectories(folder);
                try (var in = zip.getInputStream(entry)) {
                    Files.copy(in, target);
                }
                model = folder;
            }
        }
        return model;
    }
}
