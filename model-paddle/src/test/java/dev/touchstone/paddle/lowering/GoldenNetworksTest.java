package dev.touchstone.paddle.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.graph.Graph;
import dev.touchstone.op.Softmax;
import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole networks in FLOAT precision against what native Paddle 2.3.2 computed. Of quantized networks every tensor is
 * equal bit for bit up to the softmax, whose sum native makes in float32; of float networks the results agree within
 * 1e-5, since the order of native's sums is not defined.
 */
class GoldenNetworksTest {
    @TempDir
    private Path scratch;

    @ParameterizedTest
    @CsvSource({
        "mobilenet_v1_int8_224, tabby_cat, 170",
        "mobilenet_v1_int8_224, bottle, 170",
        "mobilenet_v1_int8_224_cpu, tabby_cat, 141",
        "mobilenet_v1_int8_224_cpu, bottle, 141",
        "shufflenet_v2_int8_224, tabby_cat, 479",
        "shufflenet_v2_int8_224, bottle, 479",
        "resnet50_int8_224, tabby_cat, 364",
        "resnet50_int8_224, bottle, 364"
    })
    void everyTensorOfAQuantizedNetworkIsEqualUpToTheSoftmax(String network, String image, int equal)
            throws IOException {
        var golden = TestData.outside("golden/" + network + "." + image + ".csv");
        var input = TestData.imageNet(TestData.outside("inputs/" + image + ".raw"));
        var model = Networks.open(Networks.directory(network, scratch));
        var softmax = TestData.npz(TestData.outside("golden/" + network + "." + image + ".npz"), softmaxOf(golden));
        compare(network + " " + image, model, input, golden, softmax, equal);
    }

    @Test
    void everyTensorOfTheQuantizedFashionModelIsEqualUpToTheSoftmax() throws IOException {
        var golden = TestData.outside("fashion/golden_int8.image0.csv");
        var input = TestData.fashion(TestData.npy(TestData.outside("fashion/test_images.npy")), 0, 1);
        var softmax = TestData.npz(TestData.outside("fashion/golden_int8.image0.npz"), "prob");
        compare("fashion int8", Networks.open(TestData.bundled("model_int8")), input, golden, softmax, 73);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tabby_cat", "bottle"})
    void mobileNetInFloatAgrees(String image) throws IOException {
        var golden = TestData.outside("golden/mobilenet_v1_fp32_224." + image + ".npz");
        var input = TestData.imageNet(TestData.outside("inputs/" + image + ".raw"));
        var output = ReferenceRun.run(
                        Networks.open(Networks.directory("mobilenet_v1_fp32_224", scratch))
                                .graph(),
                        List.of(input))
                .getFirst();
        assertClose(output.toFloats(), TestData.npz(golden, "softmax_0.tmp_0").toFloats());
    }

    /** A program of 2018, for a batch of two. Native's softmax never goes below e^-64. */
    @Test
    void anOldResNetInFloatAgrees() throws IOException {
        var golden = TestData.outside("golden/cifar_resnet32_fp32.random.npz");
        var input = TestData.npy(TestData.outside("inputs/cifar_resnet32_pixel.npy"));
        var graph = Networks.open(Networks.directory("cifar_resnet32_fp32", scratch))
                .graph(Map.of("pixel", input.shape()));
        var output = ReferenceRun.run(graph, List.of(input)).getFirst();
        assertClose(output.toFloats(), TestData.npz(golden, "fc_0.tmp_2").toFloats());
    }

    @ParameterizedTest
    @ValueSource(strings = {"int8", "fp32"})
    void theFashionModelAgreesOnTestPictures(String kind) throws IOException {
        var pictures = TestData.npy(TestData.outside("fashion/test_images.npy"));
        var golden = TestData.npy(TestData.outside("fashion/golden_" + kind + ".npy"));
        agreeOn("test pictures", kind, pictures, golden.toFloats());
    }

    @ParameterizedTest
    @ValueSource(strings = {"int8", "fp32"})
    void theFashionModelAgreesOnDrawnPictures(String kind) throws IOException {
        var pictures = TestData.npy(TestData.bundled("drawn/evaluation.npy"));
        var golden = TestData.npy(TestData.bundled("drawn/golden_" + kind + "_evaluation.npy"));
        agreeOn("drawn pictures", kind, pictures, golden.toFloats());
    }

    private static void agreeOn(String what, String kind, Tensor pictures, float[] golden) throws IOException {
        int n = pictures.shape().extent(0);
        var input = TestData.fashion(pictures, 0, n);
        var graph = Networks.open(TestData.bundled("model_" + kind)).graph(Map.of("image", input.shape()));
        var found = ReferenceRun.run(graph, List.of(input)).getFirst().toFloats();
        assertClose(found, golden);
        int same = 0;
        for (int i = 0; i < n; i++) {
            same += best(found, i) == best(golden, i) ? 1 : 0;
        }
        System.out.println("fashion " + kind + ": same class as native Paddle on " + same + " of " + n + " " + what);
        assertThat(same).isEqualTo(n);
    }

    /** The first of the largest of ten. */
    private static int best(float[] scores, int row) {
        int best = 0;
        for (int k = 1; k < 10; k++) {
            if (scores[row * 10 + k] > scores[row * 10 + best]) {
                best = k;
            }
        }
        return best;
    }

    private static void compare(
            String what, PaddleModel model, Tensor input, Path golden, Tensor softmax, int expectedEqual)
            throws IOException {
        var graph = model.graph();
        var hashes = new HashMap<String, String>();
        hashes.put(graph.inputs().getFirst().name(), sha256(input));
        var probabilities = new ArrayList<Tensor>();
        ReferenceRun.observe(graph, List.of(input), (name, tensor) -> {
            hashes.put(name, sha256(tensor));
            if (name.equals(softmaxName(graph))) {
                probabilities.add(tensor);
            }
        });
        var rows = Files.readAllLines(golden).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
        var different = rows.stream()
                .filter(row -> !row[5].equals(hashes.get(row[2])))
                .map(row -> row[2])
                .toList();
        System.out.println(
                what + ": " + (rows.size() - different.size()) + " of " + rows.size() + " tensors equal bit for bit");
        assertThat(behindSoftmax(graph)).containsAll(different);
        assertThat(rows.size() - different.size()).isGreaterThanOrEqualTo(expectedEqual);
        assertClose(probabilities.getFirst().toFloats(), softmax.toFloats());
    }

    private static String softmaxName(Graph graph) {
        return graph.nodes().stream()
                .filter(n -> n.operator() instanceof Softmax)
                .findFirst()
                .orElseThrow()
                .output()
                .name();
    }

    private static Set<String> behindSoftmax(Graph graph) {
        var behind = new HashSet<String>();
        for (var node : graph.nodes()) {
            if (node.operator() instanceof Softmax || node.inputs().stream().anyMatch(v -> behind.contains(v.name()))) {
                node.outputs().forEach(v -> behind.add(v.name()));
            }
        }
        return behind;
    }

    private static void assertClose(float[] found, float[] expected) {
        assertThat(Comparison.floats(found, expected, false)).isEmpty();
    }

    private static String softmaxOf(Path golden) throws IOException {
        try (var lines = Files.lines(golden)) {
            return lines.map(line -> line.split(",", -1))
                    .filter(row -> row[1].equals("softmax"))
                    .map(row -> row[2])
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Of the little-endian elements, with -0 as 0. */
    private static String sha256(Tensor tensor) {
        var values = tensor.toFloats();
        var bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value + 0f);
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
