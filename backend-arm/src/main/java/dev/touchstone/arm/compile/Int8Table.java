package dev.touchstone.arm.compile;

import dev.touchstone.arm.machine.ByteForm;
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
import java.util.function.DoubleUnaryOperator;

/** A function of int8 as a table (rules N10, U1, U2). */
record Int8Table(byte[] entries) {
    private static final double SQRT_HALF = 0.7071067811865476; // the double nearest to the square root of 1/2
    private static final double SQRT_2_OVER_PI = 0.7978845608028654; // the double nearest to sqrt(2 / pi)

    /** Of a function between tensors with these scales; {@code entries[q + 128]} is the result for q. */
    static Int8Table of(DoubleUnaryOperator function, float in, float out) {
        var entries = new byte[256];
        for (int q = -128; q <= 127; q++) {
            double y = function.applyAsDouble((double) q * (double) in) / (double) out;
            entries[q + 128] = saturate(y);
        }
        return new Int8Table(entries);
    }

    static Int8Table of(Unary operator, float in, float out) {
        return of(function(operator), in, out);
    }

    /** The end of rule N10. */
    static byte saturate(double y) {
        return (byte) Math.rint(Math.max(-127.0, Math.min(127.0, y)));
    }

    /** Whether nothing changes. */
    boolean isIdentity() {
        for (int q = -127; q <= 127; q++) {
            if (entries[q + 128] != q) {
                return false;
            }
        }
        return true;
    }

    /** Whether no result is negative. */
    boolean isPositive(boolean forNegativesToo) {
        for (int q = forNegativesToo ? -127 : 0; q <= 127; q++) {
            if (entries[q + 128] < 0) {
                return false;
            }
        }
        return true;
    }

    /** From stored byte to stored byte. */
    byte[] stored(ByteForm in, ByteForm out) {
        var table = new byte[256];
        for (int byteValue = 0; byteValue < 256; byteValue++) {
            int q = in == ByteForm.OFFSET ? byteValue - 128 : (byte) byteValue;
            table[byteValue] = (byte) (entries[q + 128] + out.zero());
        }
        return table;
    }

    private static DoubleUnaryOperator function(Unary operator) {
        return switch (operator) {
            case Abs() -> Math::abs;
            case Ceil() -> Math::ceil;
            case Floor() -> Math::floor;
            case Round() -> Int8Table::round;
            case Exp() -> StrictMath::exp;
            case Log() -> StrictMath::log;
            case Sqrt() -> Math::sqrt;
            case Rsqrt() -> x -> 1 / Math.sqrt(x);
            case Square() -> x -> x * x;
            case Reciprocal() -> x -> 1 / x;
            case Relu() -> x -> x > 0 ? x : 0;
            case Sigmoid() -> x -> 1 / (1 + StrictMath.exp(-x));
            case Tanh() -> StrictMath::tanh;
            case Softplus() -> Int8Table::softplus;
            case Mish() -> x -> x * StrictMath.tanh(softplus(x));
            case Relu6(float threshold) -> x -> limit(x, 0, threshold);
            case LeakyRelu(float alpha) -> x -> x > 0 ? x : alpha * x;
            case Elu(float alpha) -> x -> x > 0 ? x : alpha * StrictMath.expm1(x);
            case Gelu(boolean approximate) ->
                approximate
                        ? x -> x * (1 + StrictMath.tanh(SQRT_2_OVER_PI * (x + 0.044715 * x * x * x))) / 2
                        : x -> x * (1 + ErrorFunction.erf(x * SQRT_HALF)) / 2;
            case Swish(float beta) -> x -> x / (1 + StrictMath.exp(-(double) beta * x));
            case HardSigmoid(float slope, float offset) -> x -> limit(x * slope + offset, 0, 1);
            case HardSwish(float threshold, float scale, float offset) ->
                x -> x * limit(x + offset, 0, threshold) / scale;
            case Clip(float min, float max) -> x -> limit(x, min, max);
            case Scale(float scale, float bias, boolean biasAfterScale) ->
                biasAfterScale ? x -> x * scale + bias : x -> (x + bias) * scale;
        };
    }

    private static double limit(double x, double min, double max) {
        return x < min ? min : x > max ? max : x;
    }

    /** Ties away from zero. */
    private static double round(double x) {
        double floor = Math.floor(Math.abs(x));
        return Math.copySign(Math.abs(x) - floor >= 0.5 ? floor + 1 : floor, x);
    }

    private static double softplus(double x) {
        return x > 20 ? x : StrictMath.log1p(StrictMath.exp(x));
    }
}
