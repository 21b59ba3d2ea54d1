package dev.touchstone.reference;

import static dev.touchstone.reference.OneNode.constant;
import static dev.touchstone.reference.OneNode.fed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.BackendException;
import dev.touchstone.op.Activation;
import dev.touchstone.op.Conv2d;
import dev.touchstone.op.Hw;
import dev.touchstone.op.Padding;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Rules C1 to C12: check vectors, hand-made cases, and random ones against seven loops. */
class Conv2dKernelTest {
    private static final Activation HARD_SWISH = new Activation.HardSwish(6, 6, 3);

    @ParameterizedTest(name = "{0} {1} {3} {6} {7}")
    @CsvSource(delimiter = '|', textBlock = """
            1,3,8,9  | 4 | 1 | 3,3 | 1,1 | 1,1,1,1 | 1,1 | EXPLICIT | none       | no  | 1,4,8,9 | -17 24 39 31 -13 28   | d1fbf572
            1,3,8,9  | 4 | 1 | 3,3 | 2,2 | 0,1,2,0 | 1,1 | EXPLICIT | relu       | yes | 1,4,4,5 | 0 8 0 9 37 0          | 2f2a6265
            2,4,7,7  | 6 | 2 | 3,2 | 2,1 | 1,1,0,1 | 1,1 | EXPLICIT | relu6      | yes | 2,6,4,7 | 2 7 1 7 1 0           | 2d900fc8
            1,5,9,8  | 5 | 5 | 3,3 | 1,1 | 1,1,1,1 | 1,1 | EXPLICIT | leaky      | no  | 1,5,9,8 | -1 4 -1 0 -2 -3       | 460cdf30
            1,4,9,8  | 8 | 4 | 5,3 | 2,2 | 2,2,1,1 | 1,1 | EXPLICIT | none       | yes | 1,8,5,4 | 6 -14 11 11 -20 4     | c990c9fd
            1,3,9,9  | 4 | 1 | 3,3 | 1,1 | 0,0,0,0 | 2,2 | SAME     | none       | no  | 1,4,9,9 | 24 29 24 -42 22 11    | f7739a92
            1,3,9,9  | 4 | 1 | 2,2 | 2,2 | 0,0,0,0 | 1,1 | SAME     | hard_swish | no  | 1,4,5,5 | 0 8 0 8 0 0           | a32333cf
            1,3,11,9 | 4 | 1 | 3,3 | 1,2 | 0,0,0,0 | 2,3 | VALID    | none       | yes | 1,4,7,2 | 10 -15 -10 -4 3 -18   | b5e438a7
            1,16,5,5 | 8 | 1 | 1,1 | 1,1 | 0,0,0,0 | 1,1 | EXPLICIT | relu       | yes | 1,8,5,5 | 0 0 0 14 17 12        | 96fba41a
            1,64,4,4 | 8 | 1 | 3,3 | 1,1 | 1,1,1,1 | 1,1 | EXPLICIT | none       | no  | 1,8,4,4 | -119 93 -125 50 -3 127 | 4ac59ab0
            """)
    void givesTheCheckVectors(
            String x,
            int m,
            int groups,
            String kernel,
            String stride,
            String pads,
            String dilation,
            Padding.Mode mode,
            String activation,
            String perChannel,
            String y,
            String first,
            String crc) {
        int[] xs = ints(x);
        int[] k = ints(kernel);
        int[] p = ints(pads);
        var conv = new Conv2d(
                hw(stride),
                new Padding(mode, p[0], p[1], p[2], p[3]),
                hw(dilation),
                groups,
                switch (activation) {
                    case "relu" -> Activation.RELU;
                    case "relu6" -> new Activation.Relu6(6);
                    case "leaky" -> new Activation.LeakyRelu(0.1f);
                    case "hard_swish" -> HARD_SWISH;
                    default -> Activation.NONE;
                });
        var generator = new VectorGenerator(1);
        var wShape = Shape.of(m, xs[1] / groups, k[0], k[1]);
        var input = Tensor.of(
                TensorType.int8(Shape.of(xs), 0.05f),
                generator.codes(Shape.of(xs).elements()));
        var filter = Tensor.of(
                new TensorType(
                        DataType.INT8,
                        wShape,
                        perChannel.equals("yes")
                                ? new Quantization.PerChannel(
                                        0,
                                        IntStream.range(0, m)
                                                .mapToObj(c -> 0.01f * (c + 1))
                                                .toList())
                                : Quantization.perTensor(0.02f)),
                generator.codes(wShape.elements()));
        var bias = Tensor.of(TensorType.of(DataType.INT32, Shape.of(m)), generator.biases(m));

        byte[] result = run(conv, input, filter, bias, TensorType.int8(Shape.of(ints(y)), 0.9f))
                .toBytes();

        assertThat(Arrays.copyOf(result, 6)).containsExactly(bytes(first));
        assertThat(VectorGenerator.crc(result)).isEqualTo(crc);
    }

    @Test
    void givesTheCheckVectorOfFloat32() {
        var generator = new VectorGenerator(2);
        var x = Tensor.of(generator.floats(3 * 8 * 9), 1, 3, 8, 9);
        var w = Tensor.of(generator.floats(4 * 27), 4, 3, 3, 3);
        var bias = Tensor.of(generator.floats(4), 4);
        var conv = new Conv2d(new Hw(2, 1), Padding.explicit(1, 0, 1, 2), Hw.ONE, 1, Activation.NONE);

        var y = run(conv, x, w, bias, null);

        assertThat(y.shape()).isEqualTo(Shape.of(1, 4, 4, 10));
        assertThat(Arrays.copyOf(y.floats(), 2)).containsExactly(-35.623154f, -10.537201f);
        assertThat(VectorGenerator.crc(y.floats())).isEqualTo("fcc0df29");
    }

    /** A convolution of random shape and attributes, of every kind that the sweeps of other implementations contain. */
    private record Case(Conv2d conv, Shape x, Shape w) {
        static Case random(SplittableRandom r) {
            while (true) {
                boolean depthwise = r.nextInt(3) == 0;
                int groups = depthwise ? pick(r, 1, 2, 3, 5, 8, 16) : pick(r, 1, 1, 1, 2, 3);
                int group = depthwise ? 1 : pick(r, 1, 2, 3, 8, 17);
                int m = groups * pick(r, 1, 1, 2, 3, 5);
                int[] x = {
                    pick(r, 1, 1, 2, 3),
                    groups * group,
                    pick(r, 1, 2, 3, 5, 7, 9, 15, 19),
                    pick(r, 1, 2, 3, 6, 8, 17, 33, 100)
                };
                int[] w = {m, group, pick(r, 1, 2, 3, 3, 5, 7), pick(r, 1, 2, 3, 3, 5)};
                var padding = switch (r.nextInt(6)) {
                    case 0 -> Padding.SAME;
                    case 1 -> Padding.VALID;
                    default -> Padding.explicit(r.nextInt(4), r.nextInt(4), r.nextInt(4), r.nextInt(4));
                };
                var conv = new Conv2d(
                        new Hw(pick(r, 1, 1, 2, 3, 10), pick(r, 1, 1, 2, 3, 7)),
                        padding,
                        new Hw(pick(r, 1, 1, 2, 3), pick(r, 1, 1, 2, 4)),
                        groups,
                        switch (r.nextInt(6)) {
                            case 0 -> Activation.RELU;
                            case 1 -> new Activation.Relu6((float) (0.5 + 8 * r.nextDouble()));
                            case 2 -> new Activation.LeakyRelu((float) (3 * r.nextDouble() - 1));
                            case 3 -> HARD_SWISH;
                            default -> Activation.NONE;
                        });
                var naive = new NaiveConv2d(conv, Shape.of(x), Shape.of(w));
                if (naive.outH > 0 && naive.outW > 0) {
                    return new Case(conv, Shape.of(x), Shape.of(w));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreesWithSevenLoopsOnInt8(long seed) {
        var r = new SplittableRandom(seed);
        for (int round = 0; round < 150; round++) {
            var c = Case.random(r);
            var naive = new NaiveConv2d(c.conv, c.x, c.w);
            float sIn = scale(r);
            float[] sW = new float[naive.outputs];
            boolean perChannel = r.nextBoolean();
            float common = scale(r);
            for (int m = 0; m < sW.length; m++) {
                sW[m] = perChannel ? scale(r) : common;
            }
            byte[] x = codes(r, c.x.elements(), 127);
            byte[] w = codes(r, c.w.elements(), 128);
            long[] sums = naive.sums(x, w);
            double spread = Math.sqrt(Arrays.stream(sums)
                            .mapToDouble(s -> (double) s * s)
                            .average()
                            .orElse(1))
                    + 1;
            float sOut = (float) (sIn * common * spread / 60);
            float @Nullable [] bias = r.nextInt(3) == 0 ? null : new float[sW.length];
            for (int m = 0; bias != null && m < bias.length; m++) {
                bias[m] = (float) (sIn * sW[m] * spread * (r.nextDouble() - 0.5));
            }
            boolean toFloat = r.nextInt(4) == 0;

            var yShape = Shape.of(naive.images, naive.outputs, naive.outH, naive.outW);
            var quantization = perChannel
                    ? new Quantization.PerChannel(
                            0,
                            IntStream.range(0, sW.length).mapToObj(m -> sW[m]).toList())
                    : Quantization.perTensor(common);
            var y = run(
                    c.conv,
                    Tensor.of(TensorType.int8(c.x, sIn), x),
                    Tensor.of(new TensorType(DataType.INT8, c.w, quantization), w),
                    bias == null ? null : Tensor.of(bias, bias.length),
                    toFloat ? TensorType.float32(yShape) : TensorType.int8(yShape, sOut));

            var as = "seed %s round %s: %s on %s and %s".formatted(seed, round, c.conv, c.x, c.w);
            for (int i = 0; i < sums.length; i++) {
                int m = naive.channel(i);
                double product = (double) sIn * (double) sW[m];
                if (toFloat) {
                    float t = (float) (int) sums[i] * (float) product;
                    float expected = NaiveConv2d.activate(c.conv.activation(), bias == null ? t : t + bias[m]);
                    if (y.floats()[i] != expected) {
                        assertThat(y.floats()[i]).as(as + " element " + i).isEqualTo(expected);
                    }
                } else {
                    int sum = (int) sums[i] + (bias == null ? 0 : (int) Math.rint(bias[m] / product));
                    byte expected =
                            NaiveConv2d.toInt8(c.conv.activation(), (float) sum * (float) (product / sOut), sOut);
                    if (y.bytes()[i] != expected) {
                        assertThat(y.bytes()[i]).as(as + " element " + i).isEqualTo(expected);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void agreesWithSevenLoopsOnFloat32(long seed) {
        var r = new SplittableRandom(seed);
        for (int round = 0; round < 120; round++) {
            var c = Case.random(r);
            float[] x = floats(r, c.x.elements());
            float[] w = floats(r, c.w.elements());
            if (r.nextInt(4) == 0) {
                w[r.nextInt(w.length)] = r.nextBoolean() ? Float.NaN : Float.NEGATIVE_INFINITY;
                x[r.nextInt(x.length)] = Float.POSITIVE_INFINITY;
            }
            float[] bias = r.nextBoolean() ? floats(r, c.w.extent(0)) : null;
            var y = run(
                    c.conv,
                    Tensor.of(TensorType.float32(c.x), x),
                    Tensor.of(TensorType.float32(c.w), w),
                    bias == null ? null : Tensor.of(bias, bias.length),
                    null);
            assertThat(y.floats())
                    .as("seed %s round %s: %s on %s and %s", seed, round, c.conv, c.x, c.w)
                    .containsExactly(new NaiveConv2d(c.conv, c.x, c.w).floats(x, w, bias));
        }
    }

    @Test
    void takesFiltersThatAreComputed() {
        var r = new SplittableRandom(8);
        var conv = Conv2d.plain();
        float[] x = floats(r, 2 * 25);
        float[] w = floats(r, 3 * 2 * 4);
        var y = OneNode.run(conv, List.of(fed(Tensor.of(x, 1, 2, 5, 5)), fed(Tensor.of(w, 3, 2, 2, 2))), null)
                .getFirst();
        var naive = new NaiveConv2d(conv, Shape.of(1, 2, 5, 5), Shape.of(3, 2, 2, 2));
        assertThat(y.floats()).containsExactly(naive.floats(x, w, null));

        byte[] q = codes(r, 50, 127);
        byte[] f = codes(r, 24, 127);
        var type = TensorType.float32(Shape.of(1, 3, 4, 4));
        var z = OneNode.run(
                        conv,
                        List.of(
                                fed(Tensor.of(TensorType.int8(Shape.of(1, 2, 5, 5), 0.5f), q)),
                                fed(Tensor.of(TensorType.int8(Shape.of(3, 2, 2, 2), 0.5f), f))),
                        type)
                .getFirst();
        long[] sums = naive.sums(q, f);
        for (int i = 0; i < sums.length; i++) {
            assertThat(z.floats()[i]).isEqualTo(sums[i] * 0.25f);
        }
    }

    @Test
    void keepsAnInfiniteWeightOverPaddingOutOfTheSum() {
        var x = Tensor.of(new float[] {1, 2, 3, 4}, 1, 1, 2, 2);
        var w = Tensor.of(new float[] {Float.POSITIVE_INFINITY, 1}, 1, 1, 1, 2);
        var conv = new Conv2d(Hw.ONE, Padding.explicit(0, 0, 1, 0), Hw.ONE, 1, Activation.NONE);
        assertThat(run(conv, x, w, null, null).floats())
                .containsExactly(1, Float.POSITIVE_INFINITY, 3, Float.POSITIVE_INFINITY);
    }

    @Test
    void computesExtremesExactly() {
        int k = 2048;
        var x = new byte[k];
        var w = new byte[2 * k];
        Arrays.fill(x, (byte) -127);
        Arrays.fill(w, 0, k, (byte) -128);
        Arrays.fill(w, k, 2 * k, (byte) 127);
        var y = run(
                Conv2d.plain(),
                Tensor.of(TensorType.int8(Shape.of(1, k, 1, 1), 1), x),
                Tensor.of(TensorType.int8(Shape.of(2, k, 1, 1), 1), w),
                null,
                TensorType.float32(Shape.of(1, 2, 1, 1)));
        assertThat(y.floats()).containsExactly(127f * 128 * k, -127f * 127 * k);
    }

    @Test
    void roundsTiesToEvenAndSaturates() {
        var x = new byte[] {1, 3, 5, -1, -3, -5, 127, -127};
        var y = run(
                Conv2d.plain(),
                Tensor.of(TensorType.int8(Shape.of(1, 1, 1, 8), 1), x),
                Tensor.of(TensorType.int8(Shape.of(2, 1, 1, 1), 1), new byte[] {1, 127}),
                null,
                TensorType.int8(Shape.of(1, 2, 1, 8), 2));
        assertThat(y.bytes())
                .containsExactly(new byte[] {0, 2, 2, 0, -2, -2, 64, -64, 64, 127, 127, -64, -127, -127, 127, -127});
    }

    @Test
    void refusesAnAccumulatorThatCouldOverflow() {
        var x = TensorType.int8(Shape.of(1, 1, 1, 1), 1);
        var w = Tensor.of(TensorType.int8(Shape.of(2, 1, 1, 1), 1), new byte[] {1, -128});
        var bias =
                Tensor.of(TensorType.of(DataType.INT32, Shape.of(2)), new int[] {Integer.MIN_VALUE + 128, 2147467392});
        var y = TensorType.float32(Shape.of(1, 2, 1, 1));
        var operands = List.of(fed(Tensor.allocate(x)), constant(w), constant(bias));
        assertThat(OneNode.refusal(Conv2d.plain(), operands, y))
                .isEqualTo("ACCUMULATOR: accumulator bound of output channel 1 is 2147483648; supported: 2147483647 or"
                        + " less (int32 sums must be exact)");
        assertThatThrownBy(() -> OneNode.run(Conv2d.plain(), operands, y))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("node (conv2d): ACCUMULATOR: accumulator bound of output channel 1");
    }

    @Test
    void refusesAHugeBias() {
        var x = Tensor.allocate(TensorType.int8(Shape.of(1, 1, 1, 1), 1e-3f));
        var w = Tensor.allocate(TensorType.int8(Shape.of(1, 1, 1, 1), 1e-3f));
        assertThat(OneNode.refusal(
                        Conv2d.plain(),
                        List.of(fed(x), constant(w), constant(Tensor.of(new float[] {-1e5f}, 1))),
                        TensorType.int8(Shape.of(1, 1, 1, 1), 1)))
                .startsWith("ACCUMULATOR: accumulator bound of output channel 0 is 99999990");
    }

    @Test
    void refusesABiasThatIsComputed() {
        var x = Tensor.allocate(TensorType.int8(Shape.of(1, 1, 1, 1), 1));
        assertThat(OneNode.refusal(
                        Conv2d.plain(), List.of(fed(x), constant(x), fed(Tensor.of(new float[] {1}, 1))), null))
                .isEqualTo("BIAS: bias is a variable; supported: a constant for int8 inputs");
    }

    @Test
    void refusesScalesByChannelOfTheOutput() {
        var x = Tensor.allocate(TensorType.int8(Shape.of(1, 1, 1, 1), 1));
        var y = new TensorType(DataType.INT8, Shape.of(1, 1, 1, 1), new Quantization.PerChannel(1, List.of(1f)));
        assertThat(OneNode.refusal(Conv2d.plain(), List.of(fed(x), constant(x)), y))
                .isEqualTo("INVALID: node is node (conv2d): output out0 is int8[1, 1, 1, 1] 1 scales along axis 1;"
                        + " expected one scale; supported: nodes that a graph can hold");
    }

    @Test
    void refusesAMultiplierThatVanishes() {
        var x = Tensor.allocate(TensorType.int8(Shape.of(1, 1, 1, 1), 0x1p-100f));
        var w = Tensor.allocate(TensorType.int8(Shape.of(1, 1, 1, 1), 0x1p-100f));
        assertThat(OneNode.refusal(Conv2d.plain(), List.of(fed(x), constant(w)), null))
                .isEqualTo("MULTIPLIER: multiplier of output channel 0 is 6.223015277861142E-61; supported:"
                        + " 1.1754944E-38 to 3.4028235E38 (check the scales)");
    }

    private static Tensor run(Conv2d conv, Tensor x, Tensor w, @Nullable Tensor bias, @Nullable TensorType output) {
        var operands = new ArrayList<>(List.of(fed(x), constant(w)));
        if (bias != null) {
            operands.add(constant(bias));
        }
        return OneNode.run(conv, operands, output).getFirst();
    }

    private static int pick(SplittableRandom r, int... choices) {
        return choices[r.nextInt(choices.length)];
    }

    /** 0.001 to 0.1. */
    private static float scale(SplittableRandom r) {
        return (float) Math.pow(10, -1 - 2 * r.nextDouble());
    }

    private static byte[] codes(SplittableRandom r, int n, int magnitude) {
        var codes = new byte[n];
        for (int i = 0; i < n; i++) {
            codes[i] = (byte) r.nextInt(-magnitude, 128);
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

    private static Hw hw(String pair) {
        return new Hw(ints(pair)[0], ints(pair)[1]);
    }

    private static int[] ints(String list) {
        return Arrays.stream(list.split(",", -1)).mapToInt(Integer::parseInt).toArray();
    }

    private static byte[] bytes(String list) {
        int[] values =
                Arrays.stream(list.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
        var bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
