package dev.touchstone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.op.Abs;
import dev.touchstone.op.Ceil;
import dev.touchstone.op.Clip;
import dev.touchstone.op.Elu;
import dev.touchstone.op.Exp;
import dev.touchstone.op.Floor;
import dev.touchstone.op.Gelu;
import dev.touchstone.op.HardSigmoid;
import dev.touchstone.op.HardSwish;
import dev.touchstone.op.LeakyRelu;
import dev.touchstone.op.Log;
import dev.touchstone.op.Mish;
import dev.touchstone.op.Reciprocal;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Relu6;
import dev.touchstone.op.Round;
import dev.touchstone.op.Rsqrt;
import dev.touchstone.op.Scale;
import dev.touchstone.op.Sigmoid;
import dev.touchstone.op.Softplus;
import dev.touchstone.op.Sqrt;
import dev.touchstone.op.Square;
import dev.touchstone.op.Swish;
import dev.touchstone.op.Tanh;
import dev.touchstone.op.Unary;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules U1 to U7: check vectors, decimal arithmetic, and the values that IEEE arithmetic treats specially. */
class UnaryKernelTest {
    private static final float INF = Float.POSITIVE_INFINITY;
    private static final float NAN = Float.NaN;
    private static final float OF_127 = (float) (1 / 127.0);

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of(new Relu(), 0.05f, 0.03f, "0 0 0 0 2 105 127", "8c798af8"),
                Arguments.of(new Relu6(6), 0.1f, 0.05f, "0 0 0 0 2 120 120", "7a8fe415"),
                Arguments.of(new LeakyRelu(0.1f), 0.05f, 0.05f, "-13 -6 0 0 1 63 127", "ae0fe341"),
                Arguments.of(new Sigmoid(), 0.05f, OF_127, "0 5 62 64 65 122 127", "62b7f9a4"),
                Arguments.of(new Tanh(), 0.03f, OF_127, "-127 -122 -4 0 4 121 127", "a3df0893"),
                Arguments.of(new HardSigmoid(0.2f, 0.5f), 0.05f, OF_127, "0 0 62 64 65 127 127", "9715f836"),
                Arguments.of(new HardSwish(6, 6, 3), 0.05f, 0.05f, "0 0 0 0 1 63 127", "3edc70a7"),
                Arguments.of(new Swish(1), 0.05f, 0.05f, "0 -3 0 0 1 60 127", "29f0f08a"),
                Arguments.of(new Exp(), 0.02f, 0.1f, "1 3 10 10 10 35 127", "b1e60977"),
                Arguments.of(new Log(), 0.05f, 0.03f, "0 0 0 -127 -100 38 62", "ef499801"),
                Arguments.of(new Sqrt(), 0.05f, 0.02f, "0 0 0 0 11 89 126", "18277e9c"),
                Arguments.of(new Abs(), 0.05f, 0.05f, "127 64 1 0 1 63 127", "6b24b61d"),
                Arguments.of(new Square(), 0.05f, 0.3f, "127 34 0 0 0 33 127", "72c8036d"));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void givesTheCheckVectorsOnEveryStep(Unary operator, float scaleIn, float scaleOut, String some, String crc) {
        byte[] table = Given.runInt8(operator, scaleOut, Given.everyStep(scaleIn));
        byte[] picked = {table[0], table[63], table[126], table[127], table[128], table[190], table[254]};
        assertThat(picked).isEqualTo(Given.bytes(some));
        assertThat(VectorGenerator.crc(table)).isEqualTo(crc);
    }

    private static UnaryOperator<BigDecimal> exactly(UnaryOperator<BigDecimal> formula) {
        return formula;
    }

    private static BigDecimal limit(BigDecimal x, double min, double max) {
        return x.max(Exact.of(min)).min(Exact.of(max));
    }

    private static BigDecimal round(BigDecimal x) {
        return x.setScale(0, java.math.RoundingMode.HALF_UP);
    }

    /** Formulas in decimal arithmetic, written from the definitions; arguments stay where they are defined. */
    static Stream<Arguments> formulas() {
        return Stream.of(
                Arguments.of(new Relu(), -9, 9, exactly(x -> x.max(BigDecimal.ZERO))),
                Arguments.of(new Relu6(7.5f), -9, 9, exactly(x -> limit(x, 0, 7.5))),
                Arguments.of(
                        new LeakyRelu(-0.3f), -9, 9, exactly(x -> x.signum() > 0 ? x : x.multiply(Exact.of(-0.3f)))),
                Arguments.of(
                        new HardSigmoid(0.1666667f, 0.5f),
                        -9,
                        9,
                        exactly(x -> limit(x.multiply(Exact.of(0.1666667f)).add(Exact.of(0.5)), 0, 1))),
                Arguments.of(
                        new HardSwish(5, 7, 2),
                        -9,
                        9,
                        exactly(x -> Exact.divide(x.multiply(limit(x.add(Exact.of(2)), 0, 5)), Exact.of(7)))),
                Arguments.of(new Clip(-1.25f, 2.5f), -9, 9, exactly(x -> limit(x, -1.25, 2.5))),
                Arguments.of(
                        new Scale(0.7f, -0.3f, true),
                        -9,
                        9,
                        exactly(x -> x.multiply(Exact.of(0.7f)).add(Exact.of(-0.3f)))),
                Arguments.of(
                        new Scale(0.7f, -0.3f, false),
                        -9,
                        9,
                        exactly(x -> x.add(Exact.of(-0.3f)).multiply(Exact.of(0.7f)))),
                Arguments.of(new Abs(), -9, 9, exactly(BigDecimal::abs)),
                Arguments.of(new Square(), -9, 9, exactly(x -> x.multiply(x))),
                Arguments.of(new Ceil(), -9, 9, exactly(x -> x.setScale(0, java.math.RoundingMode.CEILING))),
                Arguments.of(new Floor(), -9, 9, exactly(x -> x.setScale(0, java.math.RoundingMode.FLOOR))),
                Arguments.of(new Round(), -9, 9, exactly(UnaryKernelTest::round)),
                Arguments.of(new Exp(), -9, 4, exactly(Exact::exp)),
                Arguments.of(new Log(), 0.001, 9, exactly(Exact::log)),
                Arguments.of(new Sqrt(), 0.001, 9, exactly(x -> x.sqrt(Exact.DIGITS))),
                Arguments.of(new Rsqrt(), 0.001, 9, exactly(x -> Exact.divide(BigDecimal.ONE, x.sqrt(Exact.DIGITS)))),
                Arguments.of(new Reciprocal(), 0.1, 9, exactly(x -> Exact.divide(BigDecimal.ONE, x))),
                Arguments.of(new Sigmoid(), -9, 9, exactly(Exact::sigmoid)),
                Arguments.of(new Tanh(), -9, 9, exactly(Exact::tanh)),
                Arguments.of(
                        new Swish(1.5f), -9, 9, exactly(x -> x.multiply(Exact.sigmoid(x.multiply(Exact.of(1.5)))))),
                Arguments.of(
                        new Elu(0.7f),
                        -9,
                        9,
                        exactly(x -> x.signum() > 0
                                ? x
                                : Exact.exp(x).subtract(BigDecimal.ONE).multiply(Exact.of(0.7f)))),
                Arguments.of(new Softplus(), -9, 30, exactly(Exact::softplus)),
                Arguments.of(new Mish(), -9, 9, exactly(x -> x.multiply(Exact.tanh(Exact.softplus(x))))),
                Arguments.of(
                        new Gelu(false),
                        -2,
                        9,
                        exactly(x -> x.multiply(BigDecimal.ONE.add(
                                        Exact.erf(Exact.divide(x, BigDecimal.TWO.sqrt(Exact.DIGITS)))))
                                .divide(BigDecimal.TWO))),
                Arguments.of(
                        new Gelu(true),
                        -2,
                        9,
                        exactly(x -> x.multiply(BigDecimal.ONE.add(Exact.tanh(Exact.divide(BigDecimal.TWO, Exact.pi())
                                        .sqrt(Exact.DIGITS)
                                        .multiply(x.add(x.pow(3).multiply(new BigDecimal("0.044715")))))))
                                .divide(BigDecimal.TWO))));
    }

    /** With inexact float32 operations in between, the result may be some roundings off; a wrong formula is far off. */
    @ParameterizedTest
    @MethodSource("formulas")
    void computesTheFormulaOnFloats(Unary operator, double from, double to, UnaryOperator<BigDecimal> formula) {
        long seed = 5;
        var random = new SplittableRandom(seed);
        var x = new float[150];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble(from, to);
        }
        float[] y = Given.run(operator, Given.vector(x)).floats();
        boolean rounds = operator instanceof HardSigmoid || operator instanceof HardSwish || operator instanceof Scale;
        for (int i = 0; i < x.length; i++) {
            float expected = formula.apply(Exact.of(x[i])).floatValue();
            float slack = rounds ? 4 * Math.ulp(Math.max(1, Math.abs(expected))) : 0;
            assertThat(Math.abs(y[i] - expected))
                    .as("seed %s: %s of %s is %s, exactly %s", seed, operator, x[i], y[i], expected)
                    .isLessThanOrEqualTo(slack);
        }
    }

    @ParameterizedTest
    @MethodSource("formulas")
    void roundsTheFormulaOnEveryStep(Unary operator, double from, double to, UnaryOperator<BigDecimal> formula) {
        float scaleIn = (float) (to / 127);
        float scaleOut = 0.0371f;
        byte[] table = Given.runInt8(operator, scaleOut, Given.everyStep(scaleIn));
        for (int q = (int) Math.ceil(from / scaleIn); q <= 127; q++) {
            if (q >= -127 && !(q == 0 && from > 0)) {
                var real = formula.apply(Exact.of(q).multiply(Exact.of(scaleIn)));
                assertThat(table[q + 127])
                        .as("%s at step %s", operator, q)
                        .isEqualTo(Exact.saturate(Exact.divide(real, Exact.of(scaleOut))));
            }
        }
    }

    static Stream<Arguments> specials() {
        return Stream.of(
                Arguments.of(new Relu(), 0f, INF, 0f, 0f),
                Arguments.of(new Relu6(6), 0f, 6f, NAN, -0f),
                Arguments.of(new LeakyRelu(0.1f), -INF, INF, NAN, -0f),
                Arguments.of(new Sigmoid(), 0f, 1f, NAN, 0.5f),
                Arguments.of(new HardSigmoid(0.2f, 0.5f), 0f, 1f, NAN, 0.5f),
                Arguments.of(new Tanh(), -1f, 1f, NAN, -0f),
                Arguments.of(new HardSwish(6, 6, 3), NAN, INF, NAN, -0f),
                Arguments.of(new Swish(1), NAN, INF, NAN, -0f),
                Arguments.of(new Gelu(false), NAN, INF, NAN, -0f),
                Arguments.of(new Exp(), 0f, INF, NAN, 1f),
                Arguments.of(new Softplus(), 0f, INF, NAN, (float) StrictMath.log(2)),
                Arguments.of(new Elu(1.5f), -1.5f, INF, NAN, -0f),
                Arguments.of(new Log(), NAN, INF, NAN, -INF),
                Arguments.of(new Sqrt(), NAN, INF, NAN, -0f),
                Arguments.of(new Rsqrt(), NAN, 0f, NAN, -INF),
                Arguments.of(new Reciprocal(), -0f, 0f, NAN, -INF),
                Arguments.of(new Abs(), INF, INF, NAN, 0f),
                Arguments.of(new Square(), INF, INF, NAN, 0f),
                Arguments.of(new Clip(-2, 3), -2f, 3f, NAN, -0f),
                Arguments.of(new Floor(), -INF, INF, NAN, -0f),
                Arguments.of(new Ceil(), -INF, INF, NAN, -0f),
                Arguments.of(new Round(), -INF, INF, NAN, -0f),
                Arguments.of(new Scale(2, 1, true), -INF, INF, NAN, 1f),
                Arguments.of(new Scale(2, 1, false), -INF, INF, NAN, 2f));
    }

    @ParameterizedTest
    @MethodSource("specials")
    void treatsInfinitiesNanAndNegativeZeroAsStated(
            Unary operator, float ofMinusInfinity, float ofInfinity, float ofNan, float ofMinusZero) {
        float[] y = Given.run(operator, Given.vector(-INF, INF, NAN, -0f)).floats();
        assertThat(y).containsExactly(ofMinusInfinity, ofInfinity, ofNan, ofMinusZero);
        assertThat(1 / y[3]).isEqualTo(1 / ofMinusZero);
    }

    /** Relu and relu6 work on bits: each exponent, sign and kind of NaN, against the comparisons they stand for. */
    @Test
    void comparesEveryKindOfFloatWithZero() {
        var x = new float[1 << 16];
        for (int i = 0; i < x.length; i++) {
            x[i] = Float.intBitsToFloat(i << 16 | (i % 3 == 0 ? 0 : i * 31 & 0xffff));
        }
        float[] relu = Given.run(new Relu(), Given.vector(x)).floats();
        float[] relu6 = Given.run(new Relu6(6), Given.vector(x)).floats();
        for (int i = 0; i < x.length; i++) {
            float v = x[i];
            if (Float.compare(relu[i], v > 0 ? v : 0f) != 0
                    || Float.compare(relu6[i], v < 0 ? 0f : v > 6 ? 6f : v) != 0) {
                throw new AssertionError(v + " gives " + relu[i] + " and " + relu6[i]);
            }
        }
    }

    @Test
    void roundsHalvesAwayFromZero() {
        float[] y = Given.run(new Round(), Given.vector(0.5f, -0.5f, 1.5f, 2.5f, -2.5f, 0.49999997f, 8388609f, -3e9f))
                .floats();
        assertThat(y).containsExactly(1, -1, 2, 3, -3, 0, 8388609, -3e9f);
    }

    /** (0.1f + 3) * 0.1f / 6 and its like: the order of the float32 operations shows in the last bit. */
    @Test
    void worksInTheWrittenOrderOnFloats() {
        var random = new SplittableRandom(11);
        for (int i = 0; i < 200; i++) {
            float x = (float) random.nextDouble(-3, 3);
            var one = Given.vector(x);
            float sum = Exact.plus(x, 3f);
            assertThat(Given.run(new HardSwish(6, 6, 3), one).floats()[0])
                    .isEqualTo(Exact.over(Exact.times(x, Math.min(Math.max(sum, 0), 6)), 6));
            assertThat(Given.run(new Scale(0.7f, 0.3f, true), one).floats()[0])
                    .isEqualTo(Exact.plus(Exact.times(x, 0.7f), 0.3f));
            assertThat(Given.run(new Scale(0.7f, 0.3f, false), one).floats()[0])
                    .isEqualTo(Exact.times(Exact.plus(x, 0.3f), 0.7f));
            assertThat(Given.run(new HardSigmoid(0.1666667f, 0.5f), one).floats()[0])
                    .isEqualTo(Math.clamp(Exact.plus(Exact.times(x, 0.1666667f), 0.5f), 0f, 1f));
            assertThat(Given.run(new LeakyRelu(0.1f), one).floats()[0]).isEqualTo(x > 0 ? x : Exact.times(x, 0.1f));
        }
    }

    @Test
    void truncatesTheFactorsOfIntegersFirst() {
        var scale = new Scale(2.9f, -1.7f, true);
        assertThat(Given.run(scale, Given.vector(5, -3)).ints()).containsExactly(9, -7);
        assertThat(Given.run(new Scale(2.9f, -1.7f, false), Given.vector(5L, -3L))
                        .longs())
                .containsExactly(8, -8);
        assertThat(Given.run(scale, Given.vector(DataType.INT8, 5, -3, 100)).bytes())
                .containsExactly(9, -7, (byte) 199);
        assertThat(Given.run(scale, Given.vector(DataType.UINT8, 5, 0, 200)).bytes())
                .containsExactly(10, 0, (byte) 400);
    }

    @Test
    void computesOnIntegersWhatIsDefinedThere() {
        assertThat(Given.run(new Abs(), Given.vector(-7, 7)).ints()).containsExactly(7, 7);
        assertThat(Given.run(new Square(), Given.vector(-70000L)).longs()).containsExactly(4_900_000_000L);
        assertThat(Given.run(new Square(), Given.vector(65536)).ints()).containsExactly(0);
        assertThat(Given.run(new Relu(), Given.vector(-7, 7)).ints()).containsExactly(0, 7);
        assertThat(Given.run(new Clip(-1.5f, 2.5f), Given.vector(-7, 0, 7)).ints())
                .containsExactly(-1, 0, 2);
        assertThat(Given.run(new Clip(-3e9f, 3e9f), Given.vector(Integer.MIN_VALUE, Integer.MAX_VALUE))
                        .ints())
                .containsExactly(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    @Test
    void refusesIntegersElsewhere() {
        assertThat(Given.refusal(new Exp(), Given.vector(1)))
                .isEqualTo("DATA_TYPE: input is int32[1]; supported: float32, quantized int8");
        assertThat(Given.refusal(new Relu(), Given.vector(DataType.UINT8, 1)))
                .isEqualTo("DATA_TYPE: input is uint8[1]; supported: float32, quantized int8, int32, int64");
        assertThat(Given.refusal(new Relu(), Tensor.of(TensorType.of(DataType.BOOL, Shape.of(1)), new byte[1])))
                .isEqualTo("DATA_TYPE: input is bool[1]; supported: float32, int8, uint8, int32, int64");
    }
}
