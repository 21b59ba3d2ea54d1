package dev.touchstone.reference;

import static dev.touchstone.reference.OneNode.fed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.Hw;
import dev.touchstone.op.Padding;
import dev.touchstone.op.Pool2d;
import dev.touchstone.op.Window;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules P1 to P13: check vectors, measured corners, and random cases against loops over windows. */
class Pool2dKernelTest {
    private static final float NAN = Float.NaN;

    @ParameterizedTest(name = "{0} {1} {2} {3} {4} {5} {6}")
    @CsvSource(delimiter = '|', textBlock = """
            MAX     | 3,3 | 2,2 | 1,1,1,1 | no  | no  | EXPLICIT | 0.05 | 1,3,4,4 | 112 62 50 18 124 124  | adacd290
            MAX     | 2,2 | 2,2 | 0,0,0,0 | no  | yes | EXPLICIT | 0.04 | 1,3,4,4 | 127 64 24 23 127 113  | 573f0c32
            AVERAGE | 3,3 | 2,2 | 1,1,1,1 | no  | no  | EXPLICIT | 0.03 | 1,3,4,4 | 53 27 -65 -94 63 39   | f63c5af5
            AVERAGE | 3,3 | 2,2 | 1,1,1,1 | yes | no  | EXPLICIT | 0.03 | 1,3,4,4 | 24 18 -44 -62 42 39   | f4e4c7be
            AVERAGE | 3,3 | 1,1 | 0,2,1,2 | yes | no  | EXPLICIT | 0.03 | 1,3,7,9 | 29 55 27 -10 -75 -53  | 50d1fede
            AVERAGE | 3,2 | 2,2 | 0,0,0,0 | yes | yes | EXPLICIT | 0.03 | 1,3,3,4 | 43 5 -79 -23 11 -26   | a8c66c6a
            AVERAGE | 2,2 | 2,2 | 0,0,0,0 | no  | no  | SAME     | 0.05 | 1,3,4,4 | 32 4 -50 -51 13 -30   | 8bcf3c83
            AVERAGE | 7,8 | 1,1 | 0,0,0,0 | no  | no  | EXPLICIT | 0.01 | 1,3,1,1 | 33 -59 22             | 8497639f
            """)
    void givesTheCheckVectorsOfSlidingWindows(
            Pool2d.Kind kind,
            String kernel,
            String stride,
            String pads,
            String countPadding,
            String ceil,
            Padding.Mode mode,
            float scale,
            String y,
            String first,
            String crc) {
        int[] p = ints(pads);
        var window = new Window.Sliding(
                hw(kernel), hw(stride), new Padding(mode, p[0], p[1], p[2], p[3]), ceil.equals("yes"));
        check(new Pool2d(kind, window, countPadding.equals("yes")), scale, y, first, crc);
    }

    @ParameterizedTest
    @CsvSource({"AVERAGE, 0.02, 65 40 -80 -79 -34 16, 2ceb87f4", "MAX, 0.05, 112 90 50 49 74 124, 498f3b2d"})
    void givesTheCheckVectorsOfAdaptiveWindows(Pool2d.Kind kind, float scale, String first, String crc) {
        var window = new Window.Adaptive(new Hw(3, 5));
        check(new Pool2d(kind, window, false), scale, "1,3,3,5", first, crc);
    }

    @Test
    void averagesTheWholeImageLikeAWindowOfItsSize() {
        check(new Pool2d(Pool2d.Kind.AVERAGE, new Window.Global(), false), 0.01f, "1,3,1,1", "33 -59 22", "8497639f");
    }

    private static void check(Pool2d pool, float scale, String y, String first, String crc) {
        var x = Tensor.of(TensorType.int8(Shape.of(1, 3, 7, 8), 0.05f), new VectorGenerator(3).codes(168));
        byte[] result = OneNode.run(pool, List.of(fed(x)), TensorType.int8(Shape.of(ints(y)), scale))
                .getFirst()
                .bytes();
        int[] expected =
                Arrays.stream(first.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat((int) result[i]).isEqualTo(expected[i]);
        }
        assertThat(VectorGenerator.crc(result)).isEqualTo(crc);
    }

    /** Windows from the formulas: P2, P3, P8, P9 once more, in other words. */
    private record Naive(int[] begin, int[] end, int[] padded) {
        static Naive axis(int size, int kernel, int stride, int before, int after, boolean ceil) {
            int count = (size - kernel + before + after + (ceil ? stride - 1 : 0)) / stride + 1;
            var naive = new Naive(new int[count], new int[count], new int[count]);
            for (int i = 0; i < count; i++) {
                int hs = i * stride - before;
                naive.begin[i] = hs;
                naive.end[i] = hs + kernel;
                naive.padded[i] = Math.min(hs + kernel, size + before) - hs;
            }
            return naive;
        }

        static Naive bins(int size, int count) {
            var naive = new Naive(new int[count], new int[count], new int[count]);
            for (int i = 0; i < count; i++) {
                naive.begin[i] = (int) Math.floor((double) i * size / count);
                naive.end[i] = (int) Math.ceil((double) (i + 1) * size / count);
                naive.padded[i] = naive.end[i] - naive.begin[i];
            }
            return naive;
        }

        int count() {
            return begin.length;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void agreesWithLoopsOverWindows(long seed) {
        var r = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            int h = 1 + r.nextInt(20);
            int w = 1 + r.nextInt(20);
            Window window;
            Naive rows;
            Naive columns;
            boolean adaptive = r.nextInt(4) == 0;
            if (adaptive) {
                var output = new Hw(1 + r.nextInt(h + 2), 1 + r.nextInt(w + 2));
                window = new Window.Adaptive(output);
                rows = Naive.bins(h, output.h());
                columns = Naive.bins(w, output.w());
            } else {
                int kh = 1 + r.nextInt(7);
                int kw = 1 + r.nextInt(7);
                int sh = 1 + r.nextInt(r.nextInt(4) == 0 ? 16 : 3);
                int sw = 1 + r.nextInt(3);
                int[] p = {r.nextInt(kh), r.nextInt(kh), r.nextInt(kw), r.nextInt(kw)};
                boolean ceil = r.nextBoolean();
                if (h - kh + p[0] + p[1] < 0 || w - kw + p[2] + p[3] < 0) {
                    continue;
                }
                window = new Window.Sliding(
                        new Hw(kh, kw), new Hw(sh, sw), Padding.explicit(p[0], p[1], p[2], p[3]), ceil);
                rows = Naive.axis(h, kh, sh, p[0], p[1], ceil);
                columns = Naive.axis(w, kw, sw, p[2], p[3], ceil);
            }
            boolean countPadding = r.nextBoolean() && !adaptive;
            var kind = r.nextBoolean() ? Pool2d.Kind.MAX : Pool2d.Kind.AVERAGE;
            var pool = new Pool2d(kind, window, countPadding);
            var as = "seed %s round %s: %s on %sx%s".formatted(seed, round, pool, h, w);
            int planes = 1 + r.nextInt(4);
            float[] x = new float[planes * h * w];
            byte[] codes = new byte[x.length];
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) (r.nextDouble() * 4 - 2);
                codes[i] = (byte) r.nextInt(-127, 128);
            }
            float sIn = 0.05f;
            float sOut = r.nextBoolean() ? sIn : (float) (0.01 + 0.1 * r.nextDouble());
            var y = OneNode.run(pool, List.of(fed(Tensor.of(x, planes, 1, h, w))), null)
                    .getFirst();
            assertThat(y.shape()).as(as).isEqualTo(Shape.of(planes, 1, rows.count(), columns.count()));
            var operand = fed(Tensor.of(TensorType.int8(Shape.of(planes, 1, h, w), sIn), codes));
            var type = TensorType.int8(y.shape(), sOut);
            boolean empty = false;
            for (int at = 0; at < y.shape().elements(); at++) {
                var window1 = new Cut(rows, columns, at, h, w);
                empty |= window1.real == 0;
                float expected = window1.floats(x, kind, countPadding);
                assertThat(y.floats()[at]).as(as + " element " + at).isEqualTo(Float.valueOf(expected));
            }
            if (empty) {
                assertThat(OneNode.refusal(pool, List.of(operand), type)).as(as).startsWith("EMPTY_WINDOW: window of");
                continue;
            }
            byte[] y8 = OneNode.run(pool, List.of(operand), type).getFirst().bytes();
            for (int at = 0; at < y8.length; at++) {
                byte expected = new Cut(rows, columns, at, h, w).codes(codes, kind, countPadding, sIn, sOut);
                assertThat(y8[at]).as(as + " element " + at).isEqualTo(expected);
            }
        }
    }

    /** One window: which elements of the input it holds. */
    private static final class Cut {
        private final int[] elements;
        private final int padded;
        final int real;
        /** As native Paddle counts: 0 or negative along an axis where the window lies outside. */
        private final int span;

        Cut(Naive rows, Naive columns, int at, int h, int w) {
            int j = at % columns.count();
            int i = at / columns.count() % rows.count();
            int plane = at / columns.count() / rows.count() * h * w;
            var list = new java.util.ArrayList<Integer>();
            for (int u = rows.begin[i]; u < rows.end[i]; u++) {
                for (int v = columns.begin[j]; v < columns.end[j]; v++) {
                    if (u >= 0 && u < h && v >= 0 && v < w) {
                        list.add(plane + u * w + v);
                    }
                }
            }
            elements = list.stream().mapToInt(Integer::intValue).toArray();
            real = elements.length;
            padded = rows.padded[i] * columns.padded[j];
            span = (Math.min(rows.end[i], h) - Math.max(rows.begin[i], 0))
                    * (Math.min(columns.end[j], w) - Math.max(columns.begin[j], 0));
        }

        float floats(float[] x, Pool2d.Kind kind, boolean countPadding) {
            if (kind == Pool2d.Kind.MAX) {
                float maximum = -3.4028235e38f;
                for (int e : elements) {
                    maximum = Math.max(maximum, x[e]);
                }
                return maximum;
            }
            float sum = 0;
            for (int e : elements) {
                sum += x[e];
            }
            return sum / (float) (countPadding ? padded : span);
        }

        byte codes(byte[] x, Pool2d.Kind kind, boolean countPadding, float sIn, float sOut) {
            if (kind == Pool2d.Kind.MAX) {
                int maximum = -127;
                for (int e : elements) {
                    maximum = Math.max(maximum, x[e]);
                }
                double steps = (double) maximum * (double) sIn / (double) sOut;
                return (byte) Math.rint(Math.clamp(steps, -127.0, 127.0));
            }
            int sum = 0;
            for (int e : elements) {
                sum += x[e];
            }
            float m = (float) ((double) sIn / ((double) sOut * (double) (countPadding ? padded : real)));
            return (byte) Math.rint(Math.clamp((double) ((float) sum * m), -127.0, 127.0));
        }
    }

    @Test
    void givesWhatNativePaddleGivesForEmptyWindows() {
        var x = fed(Tensor.of(new float[] {1, 2}, 1, 1, 2, 1));
        var window = new Window.Sliding(new Hw(2, 1), new Hw(3, 1), Padding.explicit(1, 1, 0, 0), true);
        assertThat(floats(new Pool2d(Pool2d.Kind.MAX, window, false), x)).containsExactly(1, -3.4028235e38f);
        assertThat(floats(new Pool2d(Pool2d.Kind.AVERAGE, window, false), x)).containsExactly(1, NAN);
        assertThat(floats(new Pool2d(Pool2d.Kind.AVERAGE, window, true), x)).containsExactly(0.5f, 0);
    }

    @Test
    void letsANanReplaceTheMaximumAndBeReplaced() {
        var pool = new Pool2d(Pool2d.Kind.MAX, new Window.Global(), false);
        assertThat(floats(pool, fed(Tensor.of(new float[] {1, NAN}, 1, 1, 1, 2))))
                .containsExactly(NAN);
        assertThat(floats(pool, fed(Tensor.of(new float[] {3, NAN, 2}, 1, 1, 1, 3))))
                .containsExactly(2);
        float low = Float.NEGATIVE_INFINITY;
        assertThat(floats(pool, fed(Tensor.of(new float[] {low, low}, 1, 1, 1, 2))))
                .containsExactly(-3.4028235e38f);
    }

    @Test
    void averagesAdaptiveBinsAsNativePaddleDoes() {
        float[] ramp = new float[25];
        for (int i = 0; i < 25; i++) {
            ramp[i] = i;
        }
        var x = fed(Tensor.of(ramp, 1, 1, 5, 5));
        assertThat(floats(new Pool2d(Pool2d.Kind.AVERAGE, new Window.Adaptive(new Hw(3, 2)), false), x))
                .containsExactly(3.5f, 5.5f, 11, 13, 18.5f, 20.5f);
    }

    @Test
    void refusesAnEmptyWindowOnInt8() {
        var x = Tensor.allocate(TensorType.int8(Shape.of(1, 1, 1, 2), 1));
        var window = new Window.Sliding(new Hw(1, 2), new Hw(1, 3), Padding.explicit(0, 0, 1, 1), true);
        assertThat(OneNode.refusal(new Pool2d(Pool2d.Kind.MAX, window, false), List.of(fed(x)), null))
                .isEqualTo("EMPTY_WINDOW: window of output column 1 is empty; supported: at least one input element on"
                        + " int8 (use less padding, or no ceil mode)");
    }

    @Test
    void refusesAConstantOutsideTheSymmetricRange() {
        var x = Tensor.of(TensorType.int8(Shape.of(1, 1, 1, 3), 1), new byte[] {127, -127, -128});
        var pool = new Pool2d(Pool2d.Kind.MAX, new Window.Global(), false);
        assertThat(OneNode.refusal(pool, List.of(OneNode.constant(x)), null))
                .isEqualTo("INT8_RANGE: element 2 of constant in0 is -128; supported: -127 to 127 (only weights of"
                        + " convolutions and matrix products may hold it)");
    }

    @Test
    void refusesAWindowWhoseSumCouldOverflow() {
        var x = Tensor.allocate(TensorType.int8(Shape.of(1, 1, 1, 16_909_321), 1));
        assertThat(OneNode.refusal(new Pool2d(Pool2d.Kind.AVERAGE, new Window.Global(), false), List.of(fed(x)), null))
                .isEqualTo("ACCUMULATOR: accumulator bound of a window of 16909321 is 2147483767; supported: 2147483647"
                        + " or less (int32 sums must be exact)");
    }

    private static float[] floats(Pool2d pool, OneNode.Operand x) {
        return OneNode.run(pool, List.of(x), null).getFirst().floats();
    }

    private static Hw hw(String pair) {
        return new Hw(ints(pair)[0], ints(pair)[1]);
    }

    private static int[] ints(String list) {
        return Arrays.stream(list.split(",", -1)).mapToInt(Integer::parseInt).toArray();
    }
}
