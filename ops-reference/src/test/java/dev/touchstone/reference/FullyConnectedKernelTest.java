package dev.touchstone.reference;

import static dev.touchstone.reference.OneNode.constant;
import static dev.touchstone.reference.OneNode.fed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.Activation;
import dev.touchstone.op.FullyConnected;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Quantization;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules F1 to F5 against the check vector and three loops. */
class FullyConnectedKernelTest {
    @Test
    void givesTheCheckVector() {
        var generator = new VectorGenerator(8);
        var x = Tensor.of(TensorType.int8(Shape.of(3, 40), 0.05f), generator.codes(120));
        var w = Tensor.of(channelWise(40, 7, c -> 0.004f * (c + 1)), generator.codes(280));
        var bias = Tensor.of(TensorType.of(DataType.INT32, Shape.of(7)), generator.biases(7));

        byte[] y = run(1, Activation.NONE, x, w, bias, TensorType.int8(Shape.of(3, 7), 1.3f))
                .toBytes();

        assertThat(Arrays.copyOf(y, 8)).containsExactly(new byte[] {-1, 1, 3, -8, 32, 20, 16, 0});
        assertThat(VectorGenerator.crc(y)).isEqualTo("51e12255");
    }

    /** Sizes of the sweeps of other implementations, and some around the kernel's block sizes. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "1, 16, 4",
        "3, 128, 16",
        "16, 16, 128",
        "1, 1024, 256",
        "3, 1, 1024",
        "2, 9, 1030",
        "65, 7, 3",
        "66, 10, 2",
        "130, 5, 1"
    })
    void agreesWithThreeLoops(int rows, int terms, int columns) {
        long seed = 31L * rows + terms;
        var r = new SplittableRandom(seed);
        var activations = List.of(
                Activation.NONE,
                Activation.RELU,
                new Activation.Relu6(6),
                new Activation.LeakyRelu(0.1f),
                new Activation.HardSwish(6, 6, 3));
        for (var activation : activations) {
            for (boolean bias : new boolean[] {false, true}) {
                int8(r, activation, bias, rows, terms, columns, "seed " + seed);
                float32(r, activation, bias, rows, terms, columns, "seed " + seed);
            }
        }
    }

    private static void int8(
            SplittableRandom r, Activation activation, boolean biased, int rows, int k, int n, String as) {
        byte[] x = codes(r, rows * k);
        byte[] w = codes(r, k * n);
        w[r.nextInt(w.length)] = -128;
        float sIn = 0.03f;
        float[] sW = new float[n];
        for (int c = 0; c < n; c++) {
            sW[c] = (float) (0.001 + 0.02 * r.nextDouble());
        }
        float sOut = (float) (sIn * 0.01 * 5000 * Math.sqrt(k) / 60);
        float[] b = new float[n];
        for (int c = 0; c < n; c++) {
            b[c] = biased ? (float) (r.nextDouble() - 0.5) * sOut * 50 : 0;
        }
        var bias = biased ? Tensor.of(b, 1, n) : null;
        var input = Tensor.of(TensorType.int8(Shape.of(rows, k), sIn), x);
        var weight = Tensor.of(channelWise(k, n, c -> sW[c]), w);
        var y8 = run(1, activation, input, weight, bias, TensorType.int8(Shape.of(rows, n), sOut));
        var yf = run(1, activation, input, weight, bias, TensorType.float32(rows, n));
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < n; j++) {
                int sum = 0;
                for (int q = 0; q < k; q++) {
                    sum += x[i * k + q] * w[q * n + j];
                }
                double product = (double) sIn * (double) sW[j];
                float t = (float) sum * (float) product;
                float real = NaiveConv2d.activate(activation, biased ? t + b[j] : t);
                assertThat(yf.floats()[i * n + j]).as(as).isEqualTo(real);
                int all = sum + (biased ? (int) Math.rint(b[j] / product) : 0);
                byte step = NaiveConv2d.toInt8(activation, (float) all * (float) (product / sOut), sOut);
                assertThat(y8.bytes()[i * n + j]).as(as).isEqualTo(step);
            }
        }
    }

    private static void float32(
            SplittableRandom r, Activation activation, boolean biased, int rows, int k, int n, String as) {
        float[] x = floats(r, rows * k);
        float[] w = floats(r, k * n);
        float[] b = floats(r, n);
        var y = run(1, activation, Tensor.of(x, rows, k), Tensor.of(w, k, n), biased ? Tensor.of(b, n) : null, null);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < n; j++) {
                float sum = 0;
                for (int q = 0; q < k; q++) {
                    float product = x[i * k + q] * w[q * n + j];
                    sum = sum + product;
                }
                float expected = NaiveConv2d.activate(activation, biased ? sum + b[j] : sum);
                assertThat(y.floats()[i * n + j]).as(as).isEqualTo(expected);
            }
        }
    }

    @Test
    void keepsTheLeadingAxes() {
        var x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 1, 2);
        var w = Tensor.of(new float[] {1, 10}, 2, 1);
        var y = run(2, Activation.NONE, x, w, null, null);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 2, 1));
        assertThat(y.floats()).containsExactly(21, 43, 65, 87);
        assertThat(run(1, Activation.NONE, x, Tensor.of(new float[] {1, 0, 0, 1}, 4, 1), null, null)
                        .floats())
                .containsExactly(5, 13);
    }

    private static TensorType channelWise(int k, int n, java.util.function.IntFunction<Float> scale) {
        return new TensorType(
                DataType.INT8,
                Shape.of(k, n),
                new Quantization.PerChannel(
                        1, IntStream.range(0, n).mapToObj(scale).toList()));
    }

    private static Tensor run(
            int rows, Activation activation, Tensor x, Tensor w, @Nullable Tensor bias, @Nullable TensorType output) {
        var operands = new ArrayList<>(List.of(fed(x), constant(w)));
        if (bias != null) {
            operands.add(constant(bias));
        }
        return OneNode.run(new FullyConnected(rows, activation), operands, output)
                .getFirst();
    }

    private static byte[] codes(SplittableRandom r, int n) {
        var codes = new byte[n];
        for (int i = 0; i < n; i++) {
            codes[i] = (byte) r.nextInt(-127, 128);
        }
        return codes;
    }

    private static float[] floats(SplittableRandom r, int n) {
        var floats = new float[n];
        for (int i = 0; i < n; i++) {
            floats[i] = (float) (r.nextDouble() * 4 - 2);
        }
        return floats;
    }
}
