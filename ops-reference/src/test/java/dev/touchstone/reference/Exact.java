package dev.touchstone.reference;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Functions of real numbers to forty digits, and the roundings of the rules, in decimal arithmetic. */
final class Exact {
    static final MathContext DIGITS = new MathContext(60, RoundingMode.HALF_EVEN);
    private static final BigDecimal TWO = BigDecimal.TWO;
    private static final BigDecimal ENOUGH = new BigDecimal("1e-58");

    private Exact() {}

    static BigDecimal of(double x) {
        return new BigDecimal(x);
    }

    static BigDecimal divide(BigDecimal a, BigDecimal b) {
        return a.divide(b, DIGITS);
    }

    /** By halving until the series is short, then squaring. */
    static BigDecimal exp(BigDecimal x) {
        int halvings = Math.max(0, x.precision() - x.scale()) * 4 + 8;
        var small = x.divide(TWO.pow(halvings), new MathContext(100));
        var wide = new MathContext(100);
        var sum = BigDecimal.ONE;
        var term = BigDecimal.ONE;
        for (int n = 1; n < 60; n++) {
            term = term.multiply(small, wide).divide(BigDecimal.valueOf(n), wide);
            sum = sum.add(term, wide);
        }
        for (int i = 0; i < halvings; i++) {
            sum = sum.multiply(sum, wide);
        }
        return sum.round(DIGITS);
    }

    /** Newton's method on exp, from the double. */
    static BigDecimal log(BigDecimal x) {
        var y = of(Math.log(x.doubleValue()));
        for (int i = 0; i < 3; i++) {
            var e = exp(y);
            y = y.add(TWO.multiply(x.subtract(e)).divide(x.add(e), DIGITS), DIGITS);
        }
        return y;
    }

    static BigDecimal tanh(BigDecimal x) {
        var e = exp(x.multiply(TWO));
        return divide(e.subtract(BigDecimal.ONE), e.add(BigDecimal.ONE));
    }

    static BigDecimal sigmoid(BigDecimal x) {
        return divide(BigDecimal.ONE, BigDecimal.ONE.add(exp(x.negate())));
    }

    static BigDecimal softplus(BigDecimal x) {
        return x.doubleValue() > 20 ? x : log(BigDecimal.ONE.add(exp(x)));
    }

    /** The Taylor series of the integral, with enough digits for its alternating sum. */
    static BigDecimal erf(BigDecimal x) {
        var wide = new MathContext(120);
        var square = x.multiply(x, wide);
        var power = x;
        var sum = x;
        for (int n = 1; power.abs().compareTo(ENOUGH) > 0; n++) {
            power = power.multiply(square, wide).negate().divide(BigDecimal.valueOf(n), wide);
            sum = sum.add(power.divide(BigDecimal.valueOf(2L * n + 1), wide), wide);
        }
        return sum.multiply(TWO).divide(pi().sqrt(DIGITS), DIGITS);
    }

    static BigDecimal pi() {
        return new BigDecimal("3.14159265358979323846264338327950288419716939937510582097494459");
    }

    /** Limits, then half to even: what ends every int8 rule. */
    static byte saturate(BigDecimal x) {
        return x.min(BigDecimal.valueOf(127))
                .max(BigDecimal.valueOf(-127))
                .setScale(0, RoundingMode.HALF_EVEN)
                .byteValueExact();
    }

    /** One float32 multiplication, by exact product and one rounding. */
    static float times(float a, float b) {
        return of(a).multiply(of(b)).floatValue();
    }

    /** One float32 addition. */
    static float plus(float a, float b) {
        return of(a).add(of(b)).floatValue();
    }

    /** One float32 division, from sixty digits. */
    static float over(float a, float b) {
        return divide(of(a), of(b)).floatValue();
    }

    /** A rational number made of scales, rounded to float32 once. */
    static float multiplier(BigDecimal numerator, BigDecimal denominator) {
        return (float) divide(numerator, denominator).doubleValue();
    }
}
