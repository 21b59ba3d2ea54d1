package dev.touchstone.conformance.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.backend.RunMonitor;
import dev.touchstone.conformance.oracle.Drawn.Input;
import dev.touchstone.op.Abs;
import dev.touchstone.op.Add;
import dev.touchstone.op.Binary;
import dev.touchstone.op.Ceil;
import dev.touchstone.op.Clip;
import dev.touchstone.op.Div;
import dev.touchstone.op.Elu;
import dev.touchstone.op.Exp;
import dev.touchstone.op.Floor;
import dev.touchstone.op.Gelu;
import dev.touchstone.op.HardSigmoid;
import dev.touchstone.op.HardSwish;
import dev.touchstone.op.LeakyRelu;
import dev.touchstone.op.Log;
import dev.touchstone.op.Max;
import dev.touchstone.op.Min;
import dev.touchstone.op.Mish;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Pow;
import dev.touchstone.op.Reciprocal;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Relu6;
import dev.touchstone.op.Requantize;
import dev.touchstone.op.Round;
import dev.touchstone.op.Rsqrt;
import dev.touchstone.op.Scale;
import dev.touchstone.op.Sigmoid;
import dev.touchstone.op.Softplus;
import dev.touchstone.op.Sqrt;
import dev.touchstone.op.Square;
import dev.touchstone.op.Sub;
import dev.touchstone.op.Swish;
import dev.touchstone.op.Tanh;
import dev.touchstone.op.Unary;
import dev.touchstone.reference.ReferenceBackend;
import dev.touchstone.tensor.Shape;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every code that int8 has (N1: -127 to 127) and every pair of codes, between several scales. */
final class ExhaustiveTest {
    private static final List<Unary> UNARY = List.of(
            new Abs(),
            new Ceil(),
            new Clip(-0.7f, 2.3f),
            new Elu(1),
            new Elu(0.3f),
            new Exp(),
            new Floor(),
            new Gelu(false),
            new Gelu(true),
            new HardSigmoid(0.2f, 0.5f),
            new HardSwish(6, 6, 3),
            new LeakyRelu(0.02f),
            new LeakyRelu(-0.5f),
            new Log(),
            new Mish(),
            new Reciprocal(),
            new Relu(),
            new Relu6(6),
            new Round(),
            new Rsqrt(),
            new Scale(-1.2f, 0.3f, true),
            new Scale(1.7f, -0.3f, false),
            new Scale(1, 0, true),
            new Sigmoid(),
            new Softplus(),
            new Sqrt(),
            new Square(),
            new Swish(1),
            new Tanh());

    private static final List<Binary> BINARY =
            List.of(new Add(-1), new Sub(-1), new Mul(-1), new Div(-1), new Max(-1), new Min(-1), new Pow(-1));

    /** Input and output of unary operators: equal, powers of two, decimals, far apart. */
    private static final float[][] PAIRS = {
        {0.05f, 0.05f},
        {0.05f, 0.04f},
        {0.5f, 0.25f},
        {0.0625f, 1},
        {0.1f, 0.3f},
        {1 / 127f, 1 / 127f},
        {1e-4f, 3e-3f},
        {3, 0.02f}
    };

    /** Two inputs and the output of binary operators. */
    private static final float[][] TRIPLES = {{0.05f, 0.03f, 0.06f}, {0.25f, 0.5f, 0.125f}, {0.1f, 0.1f, 0.1f}};

    static Stream<Arguments> pairs() {
        return Arrays.stream(PAIRS).map(s -> Arguments.of(s[0], s[1]));
    }

    static Stream<Arguments> unary() {
        return UNARY.stream().flatMap(o -> Arrays.stream(PAIRS).map(s -> Arguments.of(o, s[0], s[1])));
    }

    static Stream<Arguments> binary() {
        return BINARY.stream().flatMap(o -> Arrays.stream(TRIPLES).map(s -> Arguments.of(o, s[0], s[1], s[2])));
    }

    @ParameterizedTest
    @MethodSource("unary")
    void everyCodeGivesWhatTheRuleSays(Unary operator, float in, float out) {
        assertAgrees(Drawn.of(operator, out, List.of(codes(in, 255))));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void everyCodeIsRequantizedAsTheRuleSays(float in, float out) {
        assertAgrees(Drawn.of(new Requantize(out), out, List.of(codes(in, 255))));
    }

    @ParameterizedTest
    @MethodSource("binary")
    void everyPairOfCodesGivesWhatTheRuleSays(Operator operator, float a, float b, float out) {
        assertAgrees(Drawn.of(operator, out, List.of(codes(a, 255, 1), codes(b, 255))));
    }

    private static Input codes(float scale, int... extents) {
        var codes = new byte[255];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) (i - 127);
        }
        return Input.fed(Tensor.of(TensorType.int8(Shape.of(extents), scale), codes));
    }

    private static void assertAgrees(Drawn drawn) {
        var result = Tensor.allocate(drawn.node().output().type());
        try (var reference = new ReferenceBackend();
                var compiled = reference.compile(drawn.graph())) {
            compiled.run(drawn.fed(), List.of(result), RunMonitor.NONE);
        }
        var tally = new Tally(drawn.node().operator().name());
        tally.add(drawn, 0, Oracle.of(drawn.node(), drawn.inputs()), List.of(result));
        assertThat(tally.compared()).isEqualTo(result.shape().elements());
    }
}
