package dev.touchstone.reference;

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
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/** The formulas of {@link UnaryKernel}: one line for each operator and kind of number. */
final class UnaryFormulas {
    private static final double SQRT_HALF = 0.7071067811865476; // the double nearest to the square root of 1/2
    private static final double SQRT_2_OVER_PI = 0.7978845608028654; // the double nearest to sqrt(2 / pi)

    /** A function of one float32. */
    @FunctionalInterface
    interface Float32 {
        float apply(float x);
    }

    private UnaryFormulas() {}

    /** The formula on real numbers, in double. */
    static DoubleUnaryOperator real(Unary operator) {
        return switch (operator) {
            case Abs() -> Math::abs;
            case Ceil() -> Math::ceil;
            case Floor() -> Math::floor;
            case Round() -> UnaryFormulas::round;
            case Exp() -> StrictMath::exp;
            case Log() -> StrictMath::log;
            case Sqrt() -> Math::sqrt;
            case Rsqrt() -> x -> 1 / Math.sqrt(x);
            case Square() -> x -> x * x;
            case Reciprocal() -> x -> 1 / x;
            case Relu() -> x -> x > 0 ? x : 0;
            case Sigmoid() -> x -> 1 / (1 + StrictMath.exp(-x));
            case Tanh() -> StrictMath::tanh;
            case Softplus() -> UnaryFormulas::softplus;
            case Mish() -> x -> x * StrictMath.tanh(softplus(x));
            case Relu6(float threshold) -> x -> x < 0 ? 0 : x > threshold ? threshold : x;
            case LeakyRelu(float alpha) -> x -> x > 0 ? x : alpha * x;
            case Elu(float alpha) -> x -> x > 0 ? x : alpha * StrictMath.expm1(x);
            case Gelu(boolean approximate) -> approximate ? UnaryFormulas::geluTanh : UnaryFormulas::gelu;
            case Swish(float beta) -> x -> x / (1 + StrictMath.exp(-(double) beta * x));
            case HardSigmoid(float slope, float offset) -> x -> limit(x * slope + offset, 0, 1);
            case HardSwish(float threshold, float scale, float offset) ->
                x -> x * limit(x + offset, 0, threshold) / scale;
            case Clip(float min, float max) -> x -> limit(x, min, max);
            case Scale(float scale, float bias, boolean biasAfterScale) ->
                biasAfterScale ? x -> x * scale + bias : x -> (x + bias) * scale;
        };
    }

    /** U3 for what is made of single float32 operations, U4 for the rest. */
    static Float32 float32(Unary operator) {
        return switch (operator) {
            case Relu() -> x -> x > 0 ? x : 0;
            case Relu6(float threshold) -> x -> x < 0 ? 0 : x > threshold ? threshold : x;
            case LeakyRelu(float alpha) -> x -> x > 0 ? x : alpha * x;
            case HardSigmoid(float slope, float offset) -> x -> limit(x * slope + offset, 0f, 1f);
            case HardSwish(float threshold, float scale, float offset) ->
                x -> x * limit(x + offset, 0f, threshold) / scale;
            case Clip(float min, float max) -> x -> limit(x, min, max);
            case Scale(float scale, float bias, boolean biasAfterScale) ->
                biasAfterScale ? x -> x * scale + bias : x -> (x + bias) * scale;
            case Abs a -> narrowed(a);
            case Ceil a -> narrowed(a);
            case Floor a -> narrowed(a);
            case Round a -> narrowed(a);
            case Exp a -> narrowed(a);
            case Log a -> narrowed(a);
            case Sqrt a -> narrowed(a);
            case Rsqrt a -> narrowed(a);
            case Square a -> narrowed(a);
            case Reciprocal a -> narrowed(a);
            case Sigmoid a -> narrowed(a);
            case Tanh a -> narrowed(a);
            case Softplus a -> narrowed(a);
            case Mish a -> narrowed(a);
            case Elu a -> narrowed(a);
            case Gelu a -> narrowed(a);
            case Swish a -> narrowed(a);
        };
    }

    private static Float32 narrowed(Unary operator) {
        var formula = real(operator);
        return x -> (float) formula.applyAsDouble(x);
    }

    /**
     * U7.
     *
     * @param least the smallest number of the integer type
     * @param most the largest
     */
    static Optional<LongUnaryOperator> integer(Unary operator, long least, long most) {
        return Optional.ofNullable(
                switch (operator) {
                    case Abs() -> x -> Math.abs(x);
                    case Square() -> x -> x * x;
                    case Relu() -> x -> Math.max(x, 0);
                    case Clip(float min, float max) ->
                        clip(
                                Math.clamp((long) Math.ceil(min), least, most),
                                Math.clamp((long) Math.floor(max), least, most));
                    case Scale(float scale, float bias, boolean biasAfterScale) ->
                        scale(
                                Math.clamp((long) scale, least, most),
                                Math.clamp((long) bias, least, most),
                                biasAfterScale);
                    default -> null;
                });
    }

    private static LongUnaryOperator clip(long min, long max) {
        return x -> x < min ? min : x > max ? max : x;
    }

    private static LongUnaryOperator scale(long scale, long bias, boolean biasAfterScale) {
        return biasAfterScale ? x -> x * scale + bias : x -> (x + bias) * scale;
    }

    private static double limit(double x, double min, double max) {
        return x < min ? min : x > max ? max : x;
    }

    private static float limit(float x, float min, float max) {
        return x < min ? min : x > max ? max : x;
    }

    /** Ties away from zero; the sign of zero stays. */
    private static double round(double x) {
        double floor = Math.floor(Math.abs(x));
        return Math.copySign(Math.abs(x) - floor >= 0.5 ? floor + 1 : floor, x);
    }

    /** {@code log1p} keeps what {@code log(1 + e^x)} loses for very negative x. */
    private static double softplus(double x) {
        return x > 20 ? x : StrictMath.log1p(StrictMath.exp(x));
    }

    private static double gelu(double x) {
        return x * (1 + ErrorFunction.erf(x * SQRT_HALF)) / 2;
    }

    private static double geluTanh(double x) {
        return x * (1 + StrictMath.tanh(SQRT_2_OVER_PI * (x + 0.044715 * x * x * x))) / 2;
    }
}
