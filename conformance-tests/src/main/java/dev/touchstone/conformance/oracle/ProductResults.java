package dev.touchstone.conformance.oracle;

import dev.touchstone.op.Activation;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From a sum of products to a result: rules C7 to C11, which matrix products share (F3).
 *
 * @param x the input, for its scale
 * @param w the weights, for one scale or one for each output channel
 * @param bias float32, int32 in steps of the sum, or none
 */
record ProductResults(
        Operand x, Operand w, @Nullable Operand bias, Activation activation, TensorType output, Arithmetic arithmetic) {
    Bounds of(int channel, long products) {
        return output.isFloat() ? real(channel, products) : steps(channel, products);
    }

    private Bounds steps(int channel, long products) {
        var out = Fraction.of(output.scale());
        var factor = arithmetic.factor(List.of(x.scale(), w.scale(channel)), List.of(out));
        var t = biased(products, channel, factor, out);
        boolean late = arithmetic.activation() == Arithmetic.Activation.AFTER_ROUNDING
                && !(activation instanceof Activation.None);
        return Bounds.of(
                activated(late ? new Fraction(arithmetic.rounding().integer(t), java.math.BigInteger.ONE) : t, out));
    }

    private Fraction biased(long products, int channel, Fraction factor, Fraction out) {
        if (bias == null) {
            return arithmetic.steps(products, factor);
        }
        if (bias.type().dataType() == DataType.INT32) {
            return arithmetic.steps(Math.addExact(products, bias.integer(channel)), factor);
        }
        var real = bias.number(channel);
        return switch (arithmetic.bias()) {
            case INT32_HALF_EVEN -> arithmetic.steps(products + biasSteps(real, channel, Rounding.HALF_EVEN), factor);
            case INT32_TRUNCATED -> arithmetic.steps(products + biasSteps(real, channel, Rounding.TRUNCATE), factor);
            case F32_MLA ->
                arithmetic
                        .steps(products, factor)
                        .plus(real.over(out).float32())
                        .float32();
            case F32_FMA ->
                Fraction.of(products)
                        .float32()
                        .times(factor.float32())
                        .plus(real.over(out).float32())
                        .float32();
        };
    }

    private long biasSteps(Fraction real, int channel, Rounding rounding) {
        return rounding.integer(Scaling.bias(real, x.scale(), w.scale(channel))).longValueExact();
    }

    /** C9: the function's constants are in steps of the output. */
    private Fraction activated(Fraction t, Fraction out) {
        return switch (activation) {
            case Activation.None a -> t;
            case Activation.Relu a -> t.max(Fraction.ZERO);
            case Activation.Relu6(float threshold) -> t.max(Fraction.ZERO).min(constant(Fraction.of(threshold), out));
            case Activation.LeakyRelu(float alpha) ->
                t.signum() > 0 ? t : t.times(Fraction.of(alpha)).float32();
            case Activation.HardSwish(float threshold, float scale, float offset) ->
                t.times(limited(
                                t.plus(constant(Fraction.of(offset), out)).float32(),
                                constant(Fraction.of(threshold), out)))
                        .float32()
                        .times(constant(out, Fraction.of(scale)))
                        .float32();
        };
    }

    private static Fraction constant(Fraction numerator, Fraction denominator) {
        return numerator.over(denominator).float64().float32();
    }

    private static Fraction limited(Fraction t, Fraction threshold) {
        return t.max(Fraction.ZERO).min(threshold);
    }

    /** C10. */
    private Bounds real(int channel, long products) {
        var step = x.scale().times(w.scale(channel)).float64().float32();
        if (bias == null) {
            return Bounds.of(activatedReal(Scaling.scaled(products, step)));
        }
        if (bias.type().dataType() == DataType.INT32) {
            return Bounds.of(activatedReal(Scaling.scaled(Math.addExact(products, bias.integer(channel)), step)));
        }
        return Bounds.of(activatedReal(
                Scaling.scaled(products, step).plus(bias.number(channel)).float32()));
    }

    private Fraction activatedReal(Fraction t) {
        return switch (activation) {
            case Activation.None a -> t;
            case Activation.Relu a -> t.max(Fraction.ZERO);
            case Activation.Relu6(float threshold) -> limited(t, Fraction.of(threshold));
            case Activation.LeakyRelu(float alpha) ->
                t.signum() > 0 ? t : t.times(Fraction.of(alpha)).float32();
            case Activation.HardSwish(float threshold, float scale, float offset) ->
                t.times(limited(t.plus(Fraction.of(offset)).float32(), Fraction.of(threshold)))
                        .float32()
                        .over(Fraction.of(scale))
                        .float32();
        };
    }
}
