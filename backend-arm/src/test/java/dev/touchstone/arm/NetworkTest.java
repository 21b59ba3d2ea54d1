package dev.touchstone.arm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.touchstone.backend.RunMonitor;
import dev.touchstone.model.Models;
import dev.touchstone.pass.Pipeline;
import dev.touchstone.pass.Precision;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
        var model = data("mobilenet_v1_int8_224");
        require(isa, model);
        var graph = Pipeline.prepare(Models.read(model).graph(), Precision.FULL_INT8)
                .graph();
        try (var backend = Exactness.open(isa);
                var compiled = (ArmGraph) backend.compile(graph)) {
            System.out.println(
                    "MobileNetV1, " + isa + ": kernels tried in " + compiled.selfCheckNanos() / 1000 + " us");
        }
    }

    @ParameterizedTest
    @MethodSource("instructionSets")
    void shuffleNetV2(String isa) throws IOException {
        require(isa, data("shufflenet_v2_int8_224"));
    }

    /** Its fully connected layer's parameters could not be had: small integers stand in for what is missing. */
    @ParameterizedTest
    @MethodSource("instructionSets")
    void resNet50(String isa) throws IOException {
        var model = data("resnet50_int8_224_partial");
        var missing = Files.readAllLines(root().resolve("models").resolve("resnet50_int8_tail.csv"));
        for (var line : missing.subList(1, 11)) {
            var fields = line.split(",", -1);
            var extents = Arrays.stream(fields[1].split("x", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            Files.write(model.resolve(fields[0]), parameters(extents));
        }
        require(isa, model);
    }

    /** A parameter file of Paddle's: versions and lengths, the tensor's description, numbers from -15 to 15. */
    private static byte[] parameters(int... extents) {
        var description = ByteBuffer.allocate(64).put((byte) 8).put((byte) 5);
        int elements = 1;
        for (int extent : extents) {
            elements *= extent;
            description.put((byte) 16);
            int rest = extent;
            for (; rest > 127; rest >>>= 7) {
                description.put((byte) ((rest & 127) | 128));
            }
            description.put((byte) rest);
        }
        var random = new SplittableRandom(elements);
        int length = description.position();
        var file = ByteBuffer.allocate(20 + length + 4 * elements)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0)
                .putLong(0)
                .putInt(0)
                .putInt(length)
                .put(description.flip());
        for (int i = 0; i < elements; i++) {
            file.putFloat(elements == 1 ? 4 : random.nextInt(-15, 16));
        }
        return file.array();
    }

    private static Path root() {
        return Optional.ofNullable(System.getProperty("touchstone.data", System.getenv("TOUCHSTONE_DATA")))
                .map(Path::of)
                .orElse(Path.of("..", "..", "shared", "data"));
    }

    private Path data(String name) throws IOException {
        var root = root();
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
