package dev.touchstone.conformance.oracle;

import dev.touchstone.graph.Node;
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
import dev.touchstone.op.Prelu;
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
import java.util.HashMap;
import java.util.List;

/** Rules N10, U1, U2, U6: tables of functions of one real number. */
final class UnaryOracle implements Oracle {
    private static final Fraction HALF = Fraction.ONE.scaled(-1);

    @Override
    public List<Elements> results(Node node, List<Operand> inputs, Arithmetic arithmetic) {
        var x = inputs.getFirst();
        var out = Fraction.of(node.output().type().scale());
        var table = new HashMap<Integer, Bounds>();
        return List.of(new Elements(x.elements(), i -> switch (node.operator()) {
            case Prelu p -> leaky(x.code(i), inputs.get(1).number(slope(p, x, i)), x.scale(), out, arithmetic);
            case Unary u -> table.computeIfAbsent(x.code(i), code -> entry(u, code, x.scale(), out, arithmetic));
            default -> throw new IllegalArgumentException(node.label());
        }));
    }

    private static int slope(Prelu prelu, Operand x, int index) {
        int image = x.elements() / x.extent(0);
        return switch (prelu.mode()) {
            case ALL -> 0;
            case CHANNEL -> Shapes.position(x.type().shape(), index)[1];
            case ELEMENT -> index % image;
        };
    }

    private static Bounds leaky(int code, Fraction slope, Fraction in, Fraction out, Arithmetic arithmetic) {
        var x = Fraction.of(code).times(in);
        return Scaling.steps(arithmetic.entry(code > 0 ? x : x.times(slope)), out, arithmetic);
    }

    /** One entry of the table. */
    static Bounds entry(Unary operator, int code, Fraction in, Fraction out, Arithmetic arithmetic) {
        if (operator instanceof Scale s && s.isIdentity()) {
            return Scaling.moved(code, in, out, arithmetic);
        }
        var x = arithmetic.entry(Fraction.of(code).times(in));
        return switch (operator) {
            case Log o when code <= 0 -> Bounds.of(code == 0 ? -127 : 0);
            case Sqrt o when code < 0 -> Bounds.of(0);
            case Rsqrt o when code <= 0 -> Bounds.of(code == 0 ? 127 : 0);
            case Reciprocal o when code == 0 -> Bounds.of(127);
            default -> Scaling.steps(real(operator, x), out, arithmetic);
        };
    }

    private static Bounds real(Unary operator, Fraction x) {
        return switch (operator) {
            case Exp o -> x.signum() == 0 ? Bounds.of(1) : near(Functions.exp(x));
            case Log o -> x.compareTo(Fraction.ONE) == 0 ? Bounds.of(0) : near(Functions.log(x));
            case Sigmoid o -> x.signum() == 0 ? Bounds.of(HALF) : near(Functions.sigmoid(x));
            case Tanh o -> near(Functions.tanh(x));
            case Softplus o -> near(Functions.softplus(x));
            case Mish o -> near(x.times(Functions.tanh(Functions.softplus(x))).trimmed());
            case Swish(float beta) ->
                near(x.times(Functions.sigmoid(x.times(Fraction.of(beta)))).trimmed());
            case Elu(float alpha) ->
                x.signum() > 0
                        ? Bounds.of(x)
                        : near(Fraction.of(alpha).times(Functions.exp(x).minus(Fraction.ONE)));
            case Gelu(boolean approximate) -> gelu(x, approximate);
            default -> Bounds.of(algebraic(operator, x));
        };
    }

    private static Bounds near(Fraction value) {
        return Functions.near(value, value);
    }

    /** The sum 1 + erf(...) may cancel, so the error is one of x. */
    private static Bounds gelu(Fraction x, boolean approximate) {
        var inner = approximate
                ? Functions.tanh(Functions.sqrtOf2OverPi()
                        .times(x.plus(new Fraction(java.math.BigInteger.valueOf(44715), java.math.BigInteger.TEN.pow(6))
                                .times(x)
                                .times(x)
                                .times(x)))
                        .trimmed())
                : Functions.erf(x.times(Functions.sqrt(HALF)).trimmed());
        return Functions.near(x.times(Fraction.ONE.plus(inner)).scaled(-1), x);
    }

    /** Formulas of which every operation is rounded to double by itself. */
    private static Fraction algebraic(Unary operator, Fraction x) {
        return switch (operator) {
            case Abs o -> x.abs();
            case Ceil o -> integer(x.negated()).negated();
            case Floor o -> integer(x);
            case Round o -> {
                var magnitude = integer(x.abs().plus(HALF));
                yield x.signum() < 0 ? magnitude.negated() : magnitude;
            }
            case Sqrt o -> x.sqrt64();
            case Rsqrt o -> Fraction.ONE.over(x.sqrt64()).float64();
            case Square o -> x.times(x).float64();
            case Reciprocal o -> Fraction.ONE.over(x).float64();
            case Relu o -> x.max(Fraction.ZERO);
            case Relu6(float threshold) -> x.max(Fraction.ZERO).min(Fraction.of(threshold));
            case LeakyRelu(float alpha) ->
                x.signum() > 0 ? x : x.times(Fraction.of(alpha)).float64();
            case HardSigmoid(float slope, float offset) ->
                x.times(Fraction.of(slope))
                        .float64()
                        .plus(Fraction.of(offset))
                        .float64()
                        .max(Fraction.ZERO)
                        .min(Fraction.ONE);
            case HardSwish(float threshold, float scale, float offset) ->
                x.times(x.plus(Fraction.of(offset)).float64().max(Fraction.ZERO).min(Fraction.of(threshold)))
                        .float64()
                        .over(Fraction.of(scale))
                        .float64();
            case Clip(float min, float max) -> x.max(Fraction.of(min)).min(Fraction.of(max));
            case Scale(float scale, float bias, boolean biasAfterScale) ->
                biasAfterScale
                        ? x.times(Fraction.of(scale))
                                .float64()
                                .plus(Fraction.of(bias))
                                .float64()
                        : x.plus(Fraction.of(bias))
                                .float64()
                                .times(Fraction.of(scale))
                                .float64();
            default -> throw new IllegalArgumentException(operator.name());
        };
    }

    private static Fraction integer(Fraction x) {
        return new Fraction(x.floor(), java.math.BigInteger.ONE);
    }
}
