package dev.touchstone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.Add;
import dev.touchstone.op.Binary;
import dev.touchstone.op.Div;
import dev.touchstone.op.Max;
import dev.touchstone.op.Min;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Pow;
import dev.touchstone.op.Sub;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules E1 to E10: check vectors, every pair of int8 values in decimal arithmetic, broadcasting by position. */
class BinaryKernelTest {
    private static final float INF = Float.POSITIVE_INFINITY;
    private static final float NAN = Float.NaN;

    private static Binary operator(String name, int axis) {
        return switch (name) {
            case "add" -> new Add(axis);
            case "sub" -> new Sub(axis);
            case "mul" -> new Mul(axis);
            case "div" -> new Div(axis);
            case "max" -> new Max(axis);
            case "min" -> new Min(axis);
            default -> new Pow(axis);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "add, 0.06, -5 -121 64 45 -123 -93 -44 25, 29180c94",
        "sub, 0.06, 62 -54 127 112 -56 9 58 127, 74409d4e",
        "mul, 0.1, -34 106 -118 -94 108 76 -14 -127, dfae44bf",
        "div, 0.5, -2 5 -6 -5 5 2 0 -3, 03e18fd6",
        "max, 0.06, 28 -34 98 78 -34 -42 8 76, bb2fce93",
        "min, 0.06, -34 -88 -34 -34 -89 -51 -51 -51, 8ddc09eb"
    })
    void givesTheCheckVectors(String name, float scaleOut, String first, String crc) {
        var generator = new VectorGenerator(4);
        var a = Given.int8(0.05f, Shape.of(2, 3, 4, 5), generator.codes(120));
        var b = Given.int8(0.03f, Shape.of(3, 4), generator.codes(12));
        byte[] y = Given.runInt8(operator(name, 1), scaleOut, a, b);
        assertThat(Given.first(y, 8)).isEqualTo(Given.bytes(first));
        assertThat(VectorGenerator.crc(y)).isEqualTo(crc);
    }

    static Stream<Arguments> pairs() {
        return Stream.of("add", "sub", "mul", "div", "max", "min")
                .flatMap(name -> Stream.of(
                        Arguments.of(name, 0.05f, 0.03f, 0.06f),
                        Arguments.of(name, 0.25f, 0.25f, 0.25f),
                        Arguments.of(name, 0.5f, 0.25f, 0.5f)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void roundsEveryPairAsDecimalArithmeticDoes(String name, float scaleA, float scaleB, float scaleOut) {
        byte[] y = allPairs(operator(name, -1), scaleA, scaleB, scaleOut);
        for (int a = -127; a <= 127; a++) {
            for (int b = -127; b <= 127; b++) {
                byte expected = exact(name, a, b, scaleA, scaleB, scaleOut);
                byte found = y[(a + 127) * 255 + b + 127];
                if (found != expected) {
                    assertThat(found).as("%s of %s and %s", name, a, b).isEqualTo(expected);
                }
            }
        }
    }

    /** 255 x 255: the first operand in rows, the second in columns. */
    private static byte[] allPairs(Binary operator, float scaleA, float scaleB, float scaleOut) {
        var a = Given.everyStep(scaleA);
        var column = Given.int8(scaleA, Shape.of(255, 1), a.bytes());
        return Given.runInt8(operator, scaleOut, column, Given.everyStep(scaleB));
    }

    private static byte exact(String name, int a, int b, float scaleA, float scaleB, float scaleOut) {
        var out = Exact.of(scaleOut);
        float pa = Exact.times(a, Exact.multiplier(Exact.of(scaleA), out));
        float pb = Exact.times(b, Exact.multiplier(Exact.of(scaleB), out));
        return switch (name) {
            case "add" -> Exact.saturate(Exact.of(Exact.plus(pa, pb)));
            case "sub" -> Exact.saturate(Exact.of(Exact.plus(pa, -pb)));
            case "mul" ->
                Exact.saturate(Exact.of(
                        Exact.times(a * b, Exact.multiplier(Exact.of(scaleA).multiply(Exact.of(scaleB)), out))));
            case "div" -> {
                if (b == 0) {
                    yield (byte) (a > 0 ? 127 : a < 0 ? -127 : 0);
                }
                float m = Exact.multiplier(Exact.of(scaleA), Exact.of(scaleB).multiply(out));
                yield Exact.saturate(Exact.of(Exact.times(Exact.over(a, b), m)));
            }
            case "max" -> Exact.saturate(Exact.of(Math.max(pa, pb)));
            default -> Exact.saturate(Exact.of(Math.min(pa, pb)));
        };
    }

    @Test
    void addsTensorsOfOneShapeLikeRepeatedOnes() {
        byte[] repeated = allPairs(new Add(-1), 0.05f, 0.03f, 0.06f);
        var a = new byte[repeated.length];
        var b = new byte[repeated.length];
        for (int i = 0; i < a.length; i++) {
            a[i] = (byte) (i / 255 - 127);
            b[i] = (byte) (i % 255 - 127);
        }
        var shape = Shape.of(255, 255);
        assertThat(Given.runInt8(new Add(-1), 0.06f, Given.int8(0.05f, shape, a), Given.int8(0.03f, shape, b)))
                .isEqualTo(repeated);
    }

    @Test
    void neverFusesAMultiplicationIntoTheSum() {
        float ma = (float) (0.05f / (double) 0.06f);
        float mb = (float) (0.03f / (double) 0.06f);
        byte[] y = allPairs(new Add(-1), 0.05f, 0.03f, 0.06f);
        int different = 0;
        for (int i = 0; i < y.length; i++) {
            float fused = Math.fma((float) (i / 255 - 127), ma, (i % 255 - 127) * mb);
            different += y[i] == Math.rint(Math.clamp(fused, -127f, 127f)) ? 0 : 1;
        }
        assertThat(different).isEqualTo(712);
    }

    @Test
    void raisesStepsToPowers() {
        byte[] y = allPairs(new Pow(-1), 0.02f, 0.01f, 0.015f);
        for (int a = 1; a <= 127; a += 9) {
            for (int b = -127; b <= 127; b += 7) {
                var exponent = Exact.of(b).multiply(Exact.of(0.01f));
                var real = Exact.exp(exponent.multiply(Exact.log(Exact.of(a).multiply(Exact.of(0.02f)))));
                assertThat(y[(a + 127) * 255 + b + 127])
                        .as("%s ^ %s", a, b)
                        .isEqualTo(Exact.saturate(Exact.divide(real, Exact.of(0.015f))));
            }
        }
        assertThat(y[127 * 255 + 127]).as("0 ^ 0 is 1, 66.7 steps").isEqualTo((byte) 67);
        assertThat(y[0]).as("NaN").isEqualTo((byte) 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2,3,4,5 | 2,3,4,5   | 7
            2,3,4,5 | 3,1,1     | 1
            2,3,4,5 | 3,1,1     | -1
            2,3,4,5 | 1,4       | 1
            2,3,4,5 | 1,3       | 0
            2,3,4,5 | 2,1,4     | 0
            2,3,4,5 | 1         | 3
            2,3,4,5 | 5,1       | 3
            2,3,4,5 | 4,5,1     | 2
            2,3,4,5 | 1,3,1,5   | -1
            2,1,4,1 | 1,3,1,5   | 0
            3       | 3,2       | 0
            2,3     | 3,1,1     | 1
            1,1,3,1 | 1,2,3,4   | -1
            4,1     | 2,3,4,5   | 2
            1       | 1         | -1
            2,3,4,5 | 6,2,3,4,5 | 1
            7,3,8,8 | 3         | 1
            """)
    void laysOperandsOverEachOther(String shapeA, String shapeB, int axis) {
        var a = Given.counting(DataType.FLOAT32, extents(shapeA));
        var b = Given.counting(DataType.FLOAT32, extents(shapeB));
        for (var name : new String[] {"add", "sub", "mul", "div", "max", "min", "pow"}) {
            var y = Given.run(operator(name, axis), a, b);
            int rank = y.shape().rank();
            int startA = start(a, rank, axis);
            int startB = start(b, rank, axis);
            for (int i = 0; i < y.shape().elements(); i++) {
                float p = at(a, y.shape(), i, startA);
                float q = at(b, y.shape(), i, startB);
                assertThat(y.floats()[i]).as("%s at %s", name, i).isEqualTo(Float.valueOf(apply(name, p, q)));
            }
        }
        var added = Given.run(new Add(axis), a, b);
        var ints = Given.run(
                new Add(axis),
                Given.counting(DataType.INT32, extents(shapeA)),
                Given.counting(DataType.INT32, extents(shapeB)));
        assertThat(Given.numbers(ints)).isEqualTo(Given.numbers(added));
    }

    private static float apply(String name, float a, float b) {
        return switch (name) {
            case "add" -> a + b;
            case "sub" -> a - b;
            case "mul" -> a * b;
            case "div" -> a / b;
            case "max" -> Math.max(a, b);
            case "min" -> Math.min(a, b);
            default -> (float) StrictMath.pow(a, b);
        };
    }

    private static int start(Tensor operand, int rank, int axis) {
        int own = operand.shape().rank();
        return own == rank ? 0 : axis == -1 ? rank - own : axis;
    }

    /** The operand's element at a position of the output, by counting positions. */
    private static float at(Tensor operand, Shape output, int index, int start) {
        var position = new int[output.rank()];
        for (int axis = output.rank() - 1, rest = index; axis >= 0; axis--) {
            position[axis] = rest % output.extent(axis);
            rest /= output.extent(axis);
        }
        int at = 0;
        for (int i = 0; i < operand.shape().rank(); i++) {
            int extent = operand.shape().extent(i);
            at = at * extent + (extent == 1 ? 0 : position[start + i]);
        }
        return operand.floats()[at];
    }

    private static int[] extents(String text) {
        return Stream.of(text.split(",", -1)).mapToInt(Integer::parseInt).toArray();
    }

    @Test
    void isOneFloatOperation() {
        long seed = 23;
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 300; i++) {
            float a = (float) random.nextDouble(-100, 100);
            float b = (float) random.nextDouble(-100, 100);
            var x = Given.vector(a);
            var y = Given.vector(b);
            assertThat(Given.run(new Add(-1), x, y).floats()).containsExactly(Exact.plus(a, b));
            assertThat(Given.run(new Sub(-1), x, y).floats()).containsExactly(Exact.plus(a, -b));
            assertThat(Given.run(new Mul(-1), x, y).floats()).containsExactly(Exact.times(a, b));
            assertThat(Given.run(new Div(-1), x, y).floats()).containsExactly(Exact.over(a, b));
        }
    }

    @Test
    void treatsSpecialFloatsAsStated() {
        var a = Given.vector(NAN, 1, INF, -INF, 0, -1, 0);
        var b = Given.vector(1, NAN, INF, 0, 0, 0.5f, -3);
        assertThat(Given.run(new Max(-1), a, b).floats()).containsExactly(1, NAN, INF, 0, 0, 0.5f, 0);
        assertThat(Given.run(new Min(-1), a, b).floats()).containsExactly(1, NAN, INF, -INF, 0, -1, -3);
        assertThat(Given.run(new Sub(-1), a, b).floats()).containsExactly(NAN, NAN, NAN, -INF, 0, -1.5f, 3);
        assertThat(Given.run(new Div(-1), a, b).floats()).containsExactly(NAN, NAN, NAN, -INF, NAN, -2, -0f);
        assertThat(Given.run(new Pow(-1), Given.vector(0f, -1f, 2f), Given.vector(0, 0.5f, -1))
                        .floats())
                .containsExactly(1, NAN, 0.5f);
    }

    @Test
    void wrapsAndTruncatesIntegers() {
        var a = Given.vector(-7, 7, Integer.MAX_VALUE, 5);
        var b = Given.vector(2, -2, 1, 0);
        assertThat(Given.run(new Add(-1), a, b).ints()).containsExactly(-5, 5, Integer.MIN_VALUE, 5);
        assertThat(Given.run(new Sub(-1), a, b).ints()).containsExactly(-9, 9, 2147483646, 5);
        assertThat(Given.run(new Mul(-1), a, b).ints()).containsExactly(-14, -14, Integer.MAX_VALUE, 0);
        assertThat(Given.run(new Div(-1), a, b).ints()).containsExactly(-3, -3, Integer.MAX_VALUE, 0);
        assertThat(Given.run(new Max(-1), a, b).ints()).containsExactly(2, 7, Integer.MAX_VALUE, 5);
        assertThat(Given.run(new Min(-1), a, b).ints()).containsExactly(-7, -2, 1, 0);
        var c = Given.vector(-7L, 1L << 40);
        var d = Given.vector(2L, 1L << 39);
        assertThat(Given.run(new Div(-1), c, d).longs()).containsExactly(-3, 2);
        assertThat(Given.run(new Mul(-1), c, Given.vector(3L, 2L)).longs()).containsExactly(-21, 1L << 41);
    }

    @Test
    void addsATensorToItself() {
        var x = Given.int8(0.05f, Shape.of(3), "100 -3 5");
        assertThat(Given.runInt8(new Add(-1), 0.1f, x, x)).containsExactly(100, -3, 5);
    }

    @Test
    void refusesWhatHasNoRule() {
        assertThat(Given.refusal(new Add(-1), Given.vector(DataType.UINT8, 1), Given.vector(DataType.UINT8, 1)))
                .isEqualTo("DATA_TYPE: input is uint8[1]; supported: float32, quantized int8, int32, int64");
        assertThat(Given.refusal(new Pow(-1), Given.vector(1), Given.vector(1)))
                .isEqualTo("DATA_TYPE: input is int32[1]; supported: float32, quantized int8");
        var tiny = Given.int8(0x1p-120f, Shape.of(1), "1");
        var huge = Given.int8(0x1p120f, Shape.of(1), "1");
        assertThat(Given.refusal(new Add(-1), huge, tiny))
                .isEqualTo("MULTIPLIER: multiplier of operand b is 5.659799424266695E-73; supported: 1.1754944E-38 to"
                        + " 3.4028235E38 (check the scales)");
    }
}
