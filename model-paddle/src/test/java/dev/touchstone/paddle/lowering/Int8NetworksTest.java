package dev.touchstone.paddle.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.graph.Graph;
import dev.touchstone.graph.Node;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Conv2d;
import dev.touchstone.pass.Pipeline;
import dev.touchstone.pass.Precision;
import dev.touchstone.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole networks in the int8 precisions: their structure, the range of their integers, and whether they still see what
 * native Paddle sees. The numbers differ from native's by design: native rounds in front of every activation, which
 * int8 fuses.
 */
class Int8NetworksTest {
    private static final String COUNTS_RESNET = "{add=16, conv2d=20, conv2d+relu=33, dequantize=1, fully_connected=1,"
            + " pool2d=2, quantize=1, relu=16, softmax=1}";

    @TempDir
    private Path scratch;

    private Graph source(String network) throws IOException {
        return Networks.open(Networks.directory(network, scratch)).graph();
    }

    private static Map<String, Long> counts(Graph graph) {
        return graph.nodes().stream()
                .collect(Collectors.groupingBy(Int8NetworksTest::kind, TreeMap::new, Collectors.counting()));
    }

    private static String kind(Node node) {
        return node.operator().name()
                + (node.operator() instanceof Conv2d c && c.activation().equals(Activation.RELU) ? "+relu" : "");
    }

    @Test
    void everyOperatorOfResNetIsInt8() throws IOException {
        var prepared = Pipeline.prepare(source("resnet50_int8_224"), Precision.FULL_INT8);
        assertThat(counts(prepared.graph()).toString()).isEqualTo(COUNTS_RESNET);
        assertThat(floats(prepared.graph())).containsExactly("dequantize");
        assertThat(prepared.notes()).isEmpty();
    }

    @Test
    void everyOperatorOfMobileNetIsInt8() throws IOException {
        var prepared = Pipeline.prepare(source("mobilenet_v1_int8_224"), Precision.FULL_INT8);
        assertThat(counts(prepared.graph()).toString())
                .isEqualTo("{conv2d+relu=27, dequantize=1, fully_connected=1, pool2d=1, quantize=1, softmax=1}");
        assertThat(floats(prepared.graph())).containsExactly("dequantize");
        assertThat(prepared.notes()).isEmpty();
    }

    @Test
    void everyOperatorOfShuffleNetIsInt8() throws IOException {
        var prepared = Pipeline.prepare(source("shufflenet_v2_int8_224"), Precision.FULL_INT8);
        assertThat(counts(prepared.graph()).toString())
                .isEqualTo(
                        "{concat=16, conv2d=19, conv2d+relu=37, dequantize=1, flatten=1, fully_connected=1, pool2d=2,"
                                + " quantize=1, reshape=32, softmax=1, split=13, transpose=16}");
        assertThat(floats(prepared.graph())).containsExactly("dequantize");
        assertThat(prepared.notes()).isEmpty();
    }

    @Test
    void onlyProductsAreInt8OnTheCpu() throws IOException {
        var prepared = Pipeline.prepare(source("mobilenet_v1_int8_224_cpu"), Precision.CPU_INT8);
        assertThat(counts(prepared.graph()).toString())
                .isEqualTo("{conv2d+relu=27, fully_connected=1, pool2d=1, quantize=2, softmax=1}");
        assertThat(floats(prepared.graph())).containsExactly("conv2d+relu", "pool2d", "fully_connected", "softmax");
    }

    /** The nodes with a float32 result. */
    private static List<String> floats(Graph graph) {
        return graph.nodes().stream()
                .filter(n -> n.output().type().isFloat())
                .map(Int8NetworksTest::kind)
                .toList();
    }

    /**
     * The classes are those of native's goldens, best first. A list ends where places are shared: ResNet's tail is
     * synthetic, native itself gives classes 3 to 5 of the cat one score, and int8 its second and third. The third class
     * of ShuffleNet's bottle differs; the next test says why.
     */
    @ParameterizedTest
    @CsvSource({
        "mobilenet_v1_int8_224, tabby_cat, FULL_INT8, 281 285 282",
        "mobilenet_v1_int8_224, bottle, FULL_INT8, 720 631 845",
        "mobilenet_v1_int8_224, tabby_cat, CPU_INT8, 281 285 282",
        "mobilenet_v1_int8_224, bottle, CPU_INT8, 720 631 845",
        "mobilenet_v1_int8_224_cpu, tabby_cat, CPU_INT8, 281 285 282",
        "mobilenet_v1_int8_224_cpu, bottle, CPU_INT8, 720 631 845",
        "shufflenet_v2_int8_224, tabby_cat, FULL_INT8, 281 285 282",
        "shufflenet_v2_int8_224, tabby_cat, CPU_INT8, 281 285 282",
        "shufflenet_v2_int8_224, bottle, FULL_INT8, 419 720",
        "shufflenet_v2_int8_224, bottle, CPU_INT8, 419 720",
        "resnet50_int8_224, tabby_cat, FULL_INT8, 69",
        "resnet50_int8_224, tabby_cat, CPU_INT8, 69 922",
        "resnet50_int8_224, bottle, FULL_INT8, 69 175",
        "resnet50_int8_224, bottle, CPU_INT8, 69 175"
    })
    void theFirstClassesAreNatives(String network, String image, Precision precision, String classes)
            throws IOException {
        var input = TestData.imageNet(TestData.outside("inputs/" + image + ".raw"));
        var graph = Pipeline.prepare(source(network), precision).graph();
        var scores = new ArrayList<Tensor>();
        ReferenceRun.observe(graph, List.of(input), (name, tensor) -> {
            requireSymmetric(name, tensor);
            if (name.equals(graph.outputs().getFirst().name())) {
                scores.add(tensor);
            }
        });
        var expected = classes.split(" ");
        assertThat(best(scores.getFirst().toFloats(), expected.length)).isEqualTo(Set.of(expected));
    }

    private static void requireSymmetric(String name, Tensor tensor) {
        if (tensor.type().isQuantizedInt8()) {
            for (byte code : tensor.toBytes()) {
                assertThat(code).as(name).isNotEqualTo(Byte.MIN_VALUE);
            }
        }
    }

    private static Set<String> best(float[] scores, int count) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted((i, j) -> Float.compare(scores[j], scores[i]))
                .limit(count)
                .map(String::valueOf)
                .collect(Collectors.toSet());
    }

    /**
     * ShuffleNet's third class of the bottle is another one than native's. Layer by layer: the first convolution is at
     * most one code away from native, from then on the roundings that native has in front of each relu are missing, and
     * the difference settles at one to three codes. That is more than lies between native's third place and the next.
     */
    @Test
    void whatSeparatesThirdPlacesOfShuffleNetIsRounding() throws IOException {
        var input = TestData.imageNet(TestData.outside("inputs/bottle.raw"));
        var source = source("shufflenet_v2_int8_224");
        var real = new HashMap<String, float[]>();
        ReferenceRun.observe(Pipeline.prepare(source, Precision.FLOAT).graph(), List.of(input), (name, tensor) -> {
            if (tensor.type().isFloat()) {
                real.put(name, tensor.toFloats());
            }
        });
        var layers = new ArrayList<Distance>();
        ReferenceRun.observe(Pipeline.prepare(source, Precision.FULL_INT8).graph(), List.of(input), (name, tensor) -> {
            if (tensor.type().isQuantizedInt8() && real.containsKey(name)) {
                layers.add(Distance.of(name, tensor, Objects.requireNonNull(real.get(name))));
            }
        });
        for (int i = 0; i < layers.size(); i += 10) {
            System.out.println("ShuffleNet bottle, FULL_INT8 against FLOAT, layer " + i + ": " + layers.get(i));
        }
        assertThat(layers.getFirst().largest()).isEqualTo(1);
        assertThat(layers).allSatisfy(layer -> assertThat(layer.mean()).isLessThan(4));
        var logits = layers.get(layers.size() - 2);
        System.out.println("ShuffleNet bottle, logits: " + logits);
        assertThat(gap(Objects.requireNonNull(real.get(logits.tensor())), 862, 496))
                .isLessThan(logits.largest() * logits.scale());
    }

    private static float gap(float[] logits, int one, int other) {
        return Math.abs(logits[one] - logits[other]);
    }

    /** How many codes an int8 tensor is away from real numbers: the largest and the mean difference. */
    private record Distance(String tensor, float scale, int largest, double mean) {
        static Distance of(String name, Tensor int8, float[] real) {
            var codes = int8.toBytes();
            float scale = int8.type().scale();
            int largest = 0;
            double sum = 0;
            for (int i = 0; i < codes.length; i++) {
                int nearest = (int) Math.rint(Math.clamp(real[i] / scale, -127, 127));
                largest = Math.max(largest, Math.abs(codes[i] - nearest));
                sum += Math.abs(codes[i] - nearest);
            }
            return new Distance(name, scale, largest, sum / codes.length);
        }
    }

    @ParameterizedTest
    @CsvSource({"FULL_INT8, 0.915", "CPU_INT8, 0.915"})
    void theFashionModelIsAsGoodOnTestPictures(Precision precision, double least) throws IOException {
        var pictures = TestData.npy(TestData.outside("fashion/test_images.npy"));
        var labels = TestData.npy(TestData.outside("fashion/test_labels.npy"));
        assertThat(accuracy("test pictures", precision, pictures, labels)).isGreaterThanOrEqualTo(least);
    }

    /** Native Paddle has 198 of 200 right. */
    @ParameterizedTest
    @CsvSource({"FULL_INT8", "CPU_INT8"})
    void theFashionModelIsAsGoodOnDrawnPictures(Precision precision) throws IOException {
        var pictures = TestData.npy(TestData.bundled("drawn/evaluation.npy"));
        var labels = TestData.npy(TestData.bundled("drawn/evaluation_labels.npy"));
        assertThat(accuracy("drawn pictures", precision, pictures, labels)).isGreaterThanOrEqualTo(0.98);
    }

    private static double accuracy(String what, Precision precision, Tensor pictures, Tensor labels)
            throws IOException {
        int n = pictures.shape().extent(0);
        var input = TestData.fashion(pictures, 0, n);
        var source = Networks.open(TestData.bundled("model_int8")).graph(Map.of("image", input.shape()));
        var scores = ReferenceRun.run(Pipeline.prepare(source, precision).graph(), List.of(input))
                .getFirst()
                .toFloats();
        int right = 0;
        for (int i = 0; i < n; i++) {
            int best = 0;
            for (int k = 1; k < 10; k++) {
                best = scores[10 * i + k] > scores[10 * i + best] ? k : best;
            }
            right += best == labels.bytes()[i] ? 1 : 0;
        }
        System.out.println("fashion " + precision + ": " + right + " of " + n + " " + what + " right");
        return (double) right / n;
    }
}
