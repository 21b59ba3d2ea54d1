package dev.touchstone.conformance.oracle;

import dev.touchstone.op.Activation;
import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.TensorType;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From a sum of products to a result: rules C7 to C11, which matrix products share (F3). */
final class ProductResults {
    /**
     * What all int8 results of an output channel share.
     *
     * @param factor of the requantization
     * @param addend to the sum
     * @param offset in steps of the output, if the arithmetic adds the bias there; else 0
     */
    private record Channel(Fraction factor, long addend, Fraction offset) {}

    private final Operand x;
    private final Operand w;
    private final @Nullable Operand bias;
    private final Activation activation;
    private final TensorType output;
    private final Arithmetic arithmetic;
    private final Map<Integer, Channel> channels = new HashMap<>();

    /**
     * For one node.
     *
     * @param x the input, for its scale
     * @param w the weights, for one scale or one for each output channel
     * @param bias float32, int32 in steps of the sum, or none
     */
    ProductResults(
            Operand x,
            Operand w,
            @Nullable Operand bias,
            Activation activation,
            TensorType output,
            Arithmetic arithmetic) {
        this.x = x;
        this.w = w;
        this.bias = bias;
        this.activation = activation;
        this.output = output;
        this.arithmetic = arithmetic;
    }

    Bounds of(int channel, long products) {
        return output.isFloat() ? real(channel, products) : steps(channel, products);
    }

    private Bounds steps(int channel, long products) {
        var out = Fraction.of(output.scale());
        var t = biased(products, channels.computeIfAbsent(channel, this::channel));
        boolean late = arithmetic.activation() == Arithmetic.Activation.AFTER_ROUNDING
                && !(activation instanceof Activation.None);
        return Bounds.of(activated(late ? new Fraction(arithmetic.rounding().integer(t), BigInteger.ONE) : t, out));
    }

    private Channel channel(int channel) {
        var out = Fraction.of(output.scale());
        var factor = arithmetic.factor(List.of(x.scale(), w.scale(channel)), List.of(out));
        if (bias == null) {
            return new Channel(factor, 0, Fraction.ZERO);
        }
        if (bias.type().dataType() == DataType.INT32) {
            return new Channel(factor, bias.integer(channel), Fraction.ZERO);
        }
        var real = bias.number(channel);
        return switch (arithmetic.bias()) {
            case INT32_HALF_EVEN -> new Channel(factor, biasSteps(real, channel, Rounding.HALF_EVEN), Fraction.ZERO);
            case INT32_TRUNCATED -> new Channel(factor, biasSteps(real, channel, Rounding.TRUNCATE), Fraction.ZERO);
            case F32_MLA, F32_FMA -> new Channel(factor, 0, real.over(out).float32());
        };
    }

    private Fraction biased(long products, Channel channel) {
        if (bias == null || !bias.type().isFloat()) {
            return arithmetic.steps(Math.addExact(products, channel.addend), channel.factor);
        }
        return switch (arithmetic.bias()) {
            case INT32_HALF_EVEN, INT32_TRUNCATED -> arithmetic.steps(products + channel.addend, channel.factor);
            case F32_MLA ->
                arithmetic.steps(products, channel.factor).plus(channel.offset).float32();
            case F32_FMA ->
                Fraction.of(products)
                        .float32()
                        .times(channel.factor.float32())
                        .plus(channel.offset)
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
