package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.CaseSource;
import dev.touchstone.conformance.Computation;
import dev.touchstone.conformance.cases.Draw.Operand;
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
import dev.touchstone.op.Operator;
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
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Functions of one element. On int8 every case holds all 255 codes, so that what varies is only the scales and the
 * function's parameters.
 */
final class UnaryCases {
    /** What a function works on beside float32 and quantized int8. */
    private enum Integers {
        NONE,
        WIDE
    }

    private record Function1(boolean piecewise, Integers integers, Function<Draw, Unary> maker) {}

    private static final List<Function1> FUNCTIONS = List.of(
            exact(Integers.WIDE, d -> new Abs()),
            curve(d -> new Ceil()),
            exact(Integers.WIDE, UnaryCases::clip),
            curve(d -> new Elu(d.pick(1f, 0.5f, 2f))),
            curve(d -> new Exp()),
            curve(d -> new Floor()),
            curve(d -> new Gelu(d.oneIn(2))),
            exact(Integers.NONE, d -> new HardSigmoid(d.pick(0.2f, 1 / 6f, 0.5f), d.pick(0.5f, 0.1f))),
            exact(Integers.NONE, d -> new HardSwish(d.pick(6f, 5f), d.pick(6f, 5.5f), d.pick(3f, 2.5f))),
            exact(Integers.NONE, d -> new LeakyRelu(d.pick(0.02f, 0.01f, 0.1f, -0.5f, 2f, 0f))),
            curve(d -> new Log()),
            curve(d -> new Mish()),
            curve(d -> new Reciprocal()),
            exact(Integers.WIDE, d -> new Relu()),
            exact(Integers.NONE, d -> new Relu6(d.pick(6f, 7.5f, 1f, 0.5f))),
            curve(d -> new Round()),
            curve(d -> new Rsqrt()),
            exact(Integers.WIDE, UnaryCases::scale),
            curve(d -> new Sigmoid()),
            curve(d -> new Softplus()),
            curve(d -> new Sqrt()),
            new Function1(false, Integers.WIDE, d -> new Square()),
            curve(d -> new Swish(d.pick(1f, 0.5f, 1.702f, 0f))),
            curve(d -> new Tanh()));

    private UnaryCases() {}

    private static Function1 exact(Integers integers, Function<Draw, Unary> maker) {
        return new Function1(true, integers, maker);
    }

    private static Function1 curve(Function<Draw, Unary> maker) {
        return new Function1(false, Integers.NONE, maker);
    }

    /** One source for each function. */
    static Stream<CaseSource> sources(long seed) {
        return FUNCTIONS.stream().map(f -> source(f, seed));
    }

    private static CaseSource source(Function1 f, long seed) {
        var any = Draw.of(0, "", 0, 0);
        var source = OperatorSource.of(f.maker().apply(any).name(), "unary", seed)
                .rule("U1", 120, d -> table(d, f.maker().apply(d), d.scale(), d.scale()))
                .rule(
                        "U2",
                        24,
                        d -> table(d, f.maker().apply(d), d.turn(d.scale(), d.extremeScale()), d.extremeScale()))
                .rule(f.piecewise() ? "U3" : "U4", 60, d -> floats(d, f.maker().apply(d)))
                .rule("U5", 16, d -> d.node(f.maker().apply(d), Operand.fed(d.specials(d.shape(d.integer(0, 5), 64)))));
        if (f.maker().apply(any) instanceof Scale) {
            source = source.rule("U6", 12, UnaryCases::identity);
        }
        return f.integers() == Integers.NONE
                ? source
                : source.rule("U7", 16, d -> integers(d, f.maker().apply(d)));
    }

    private static Unary clip(Draw d) {
        float min = d.pick(0f, -1f, -0.5f, 1.5f);
        return new Clip(min, min + d.pick(0f, 0.3f, 2f, 6f));
    }

    private static Unary scale(Draw d) {
        return new Scale(d.pick(0.123f, 0f, -1.2f, 2f, 1f), d.pick(1f, 0f, -1.2331f, 0.5f), d.oneIn(2));
    }

    /** All 255 codes, in a shape of any rank. */
    private static Computation table(Draw d, Operator operator, float in, float out) {
        var codes = new byte[255];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) (i - 127);
        }
        var shape = d.pick(Shape.of(255), Shape.of(15, 17), Shape.of(1, 3, 5, 17), Shape.of(5, 1, 3, 1, 17));
        return d.node(operator, out, Operand.fed(Tensor.of(TensorType.int8(shape, in), codes)));
    }

    private static Computation floats(Draw d, Operator operator) {
        var shape = d.shape(d.step() % 6, 200);
        return d.node(operator, Operand.fed(d.step() % 3 == 0 ? d.floats(shape, 20) : d.uniform(shape, -8, 8)));
    }

    private static Computation identity(Draw d) {
        float scale = d.scale();
        return table(d, new Scale(1, 0, d.oneIn(2)), scale, scale);
    }

    private static Computation integers(Draw d, Operator operator) {
        // Plain int8 and uint8 know scale alone.
        var type = operator instanceof Scale
                ? d.turn(DataType.INT32, DataType.INT64, DataType.UINT8, DataType.INT8)
                : d.turn(DataType.INT32, DataType.INT64);
        return d.node(operator, Operand.fed(d.integers(type, d.shape(2, 60), true)));
    }
}
