package dev.touchstone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.Reduce;
import dev.touchstone.op.Reduce.Kind;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules R1 to R3 and R5. */
class ReduceKernelTest {
    private static final float NAN = Float.NaN;

    @Test
    void givesTheCheckVector() {
        var x = Given.int8(0.05f, Shape.of(4, 6, 5), new VectorGenerator(9).codes(120));
        byte[] y = Given.runInt8(new Reduce(Kind.MEAN, List.of(1), false), 0.01f, x);
        assertThat(Given.first(y, 6)).containsExactly(-127, 127, -91, -127, 78, -127);
        assertThat(VectorGenerator.crc(y)).isEqualTo("662cf8f6");
    }

    /** Small integers in float32: every result is exact, whatever the order. */
    @ParameterizedTest
    @CsvSource({"'', 24", "'0', 2", "'1', 3", "'2', 4", "'0,2', 8", "'-1,-2', 12", "'1,0', 6", "'0,1,2', 24"})
    void gathersTheListedAxes(String axes, int n) {
        var listed = axes.isEmpty()
                ? List.<Integer>of()
                : Arrays.stream(axes.split(",", -1)).map(Integer::valueOf).toList();
        var x = Given.counting(DataType.FLOAT32, 2, 3, 4);
        for (var kind : Kind.values()) {
            for (boolean keep : new boolean[] {true, false}) {
                var y = Given.run(new Reduce(kind, listed, keep), x);
                var kept = Given.run(new Reduce(kind, listed, true), x);
                assertThat(y.floats()).hasSize(24 / n);
                assertThat(Given.numbers(y)).isEqualTo(naive(kind, kept.shape(), n));
            }
        }
    }

    private static double[] naive(Kind kind, Shape kept, int n) {
        var result = new double[24 / n];
        Arrays.fill(result, Double.NaN);
        Given.fill(Shape.of(2, 3, 4), p -> {
            int[] at = p.clone();
            for (int axis = 0; axis < 3; axis++) {
                at[axis] = kept.extent(axis) == 1 ? 0 : p[axis];
            }
            int target = Given.index(kept, at);
            double v = Given.index(Shape.of(2, 3, 4), p);
            result[target] = Double.isNaN(result[target])
                    ? v
                    : switch (kind) {
                        case MEAN, SUM -> result[target] + v;
                        case PRODUCT -> result[target] * v;
                        case MAX -> Math.max(result[target], v);
                        case MIN -> Math.min(result[target], v);
                    };
            return 0;
        });
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) (kind == Kind.MEAN ? result[i] / n : result[i]);
        }
        return result;
    }

    /** 2^24 and 1, 64 times: a float32 sum would stay at 2^24. */
    @Test
    void sumsFloatsInDouble() {
        var x = new float[65];
        Arrays.fill(x, 1);
        x[0] = 1 << 24;
        assertThat(Given.run(new Reduce(Kind.SUM, List.of(), false), Given.vector(x))
                        .floats())
                .containsExactly((1 << 24) + 64);
        assertThat(Given.run(new Reduce(Kind.MEAN, List.of(), false), Given.vector(x))
                        .floats())
                .containsExactly(Exact.over((1 << 24) + 64, 65));
    }

    @Test
    void comparesNanInOrder() {
        var max = new Reduce(Kind.MAX, List.of(), true);
        assertThat(Given.run(max, Given.vector(1, NAN)).floats()).containsExactly(NAN);
        assertThat(Given.run(max, Given.vector(NAN, 1)).floats()).containsExactly(1);
        assertThat(Given.run(max, Given.vector(2, NAN, 1)).floats()).containsExactly(1);
        var min = new Reduce(Kind.MIN, List.of(), true);
        assertThat(Given.run(min, Given.vector(1, NAN)).floats()).containsExactly(NAN);
        assertThat(Given.run(min, Given.vector(NAN, -1)).floats()).containsExactly(-1);
        assertThat(Given.run(max, Given.vector(Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY))
                        .floats())
                .containsExactly(Float.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void roundsStepsAsDecimalArithmeticDoes(Kind kind) {
        long seed = 4;
        var random = new SplittableRandom(seed);
        var codes = new byte[600];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) random.nextInt(-127, 128);
        }
        float in = 0.041f;
        float out = kind == Kind.PRODUCT ? 0.9f : 0.11f;
        byte[] y = Given.runInt8(new Reduce(kind, List.of(1), false), out, Given.int8(in, Shape.of(200, 3), codes));
        for (int i = 0; i < y.length; i++) {
            byte a = codes[3 * i];
            byte b = codes[3 * i + 1];
            byte c = codes[3 * i + 2];
            byte expected = switch (kind) {
                case MEAN ->
                    rounded(
                            a + b + c,
                            Exact.multiplier(Exact.of(in), Exact.of(out).multiply(BigDecimal.valueOf(3))));
                case SUM -> rounded(a + b + c, Exact.multiplier(Exact.of(in), Exact.of(out)));
                case PRODUCT ->
                    Exact.saturate(
                            Exact.divide(Exact.of(in).pow(3).multiply(BigDecimal.valueOf(a * b * c)), Exact.of(out)));
                case MAX -> moved(Math.max(a, Math.max(b, c)), in, out);
                case MIN -> moved(Math.min(a, Math.min(b, c)), in, out);
            };
            assertThat(y[i]).as("seed %s %s %s", seed, kind, i).isEqualTo(expected);
        }
    }

    private static byte rounded(int sum, float multiplier) {
        return Exact.saturate(Exact.of(Exact.times(sum, multiplier)));
    }

    private static byte moved(int step, float in, float out) {
        return Exact.saturate(Exact.divide(Exact.of(step).multiply(Exact.of(in)), Exact.of(out)));
    }

    @Test
    void reducesIntegersExactly() {
        var x = Given.vector(Integer.MAX_VALUE, 2, -3);
        var sum = Given.run(new Reduce(Kind.SUM, List.of(0), true), x);
        assertThat(sum.type().dataType()).isEqualTo(DataType.INT64);
        assertThat(sum.longs()).containsExactly(2147483646);
        assertThat(Given.run(new Reduce(Kind.MAX, List.of(0), true), x).ints()).containsExactly(Integer.MAX_VALUE);
        assertThat(Given.run(new Reduce(Kind.MIN, List.of(0), true), x).ints()).containsExactly(-3);
        assertThat(Given.run(new Reduce(Kind.PRODUCT, List.of(0), true), Given.vector(5, -3))
                        .ints())
                .containsExactly(-15);
        assertThat(Given.run(new Reduce(Kind.SUM, List.of(0), true), Given.vector(1L << 40, 1L))
                        .longs())
                .containsExactly((1L << 40) + 1);
    }

    @Test
    void refusesWhatHasNoRule() {
        assertThat(Given.refusal(new Reduce(Kind.MEAN, List.of(), true), Given.vector(1)))
                .isEqualTo("DATA_TYPE: input is int32[1]; supported: float32, quantized int8 (mean)");
        assertThat(Given.refusal(new Reduce(Kind.MAX, List.of(), true), Given.vector(DataType.UINT8, 1)))
                .isEqualTo("DATA_TYPE: input is uint8[1]; supported: float32, quantized int8, int32, int64");
        int n = Integer.MAX_VALUE / 127 + 1;
        var long1 = Tensor.of(TensorType.int8(Shape.of(n), 1f), new byte[n]);
        assertThat(Given.refusal(new Reduce(Kind.SUM, List.of(), true), long1))
                .isEqualTo("ACCUMULATOR: accumulator bound of the sum is 2147483767; supported: 2147483647 or less"
                        + " (int32 sums must be exact)");
    }
}
