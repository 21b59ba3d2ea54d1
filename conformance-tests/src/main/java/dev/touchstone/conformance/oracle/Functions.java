package dev.touchstone.conformance.oracle;

import java.math.BigInteger;

/**
 * Functions that rules take from {@link StrictMath}, to sixty digits, with room on both sides for the error that double
 * arithmetic makes. Where a value is rational (the exponential of 0, a logarithm of 1), it has no room.
 */
final class Functions {
    /** Bits behind the point of series. */
    private static final int POINT = 256;

    private static final BigInteger ONE = BigInteger.ONE.shiftLeft(POINT);

    /** Beyond it an exponential is more than any int8 result, and below its negative less. */
    private static final Fraction FAR = Fraction.of(200);

    private static final Fraction LN_2 = logOfMantissa(Fraction.of(2));
    private static final Fraction PI = new Fraction(
            new BigInteger("314159265358979323846264338327950288419716939937510582097494459"), BigInteger.TEN.pow(62));

    private Functions() {}

    /** A value whose double has an error below {@code 2^-46} of the magnitude given. */
    static Bounds near(Fraction value, Fraction magnitude) {
        var room = magnitude.abs().scaled(-46);
        return new Bounds(value.minus(room), value.plus(room));
    }

    static Fraction exp(Fraction x) {
        if (x.signum() < 0) {
            return Fraction.ONE.over(exp(x.negated())).trimmed();
        }
        if (x.compareTo(FAR) > 0) {
            return exp(FAR);
        }
        int halvings = Math.max(x.signum() == 0 ? 0 : x.exponent(), 0) + 10;
        var small = x.scaled(POINT - halvings).floor();
        var sum = ONE;
        var term = ONE;
        for (int n = 1; term.signum() > 0; n++) {
            term = product(term, small).divide(BigInteger.valueOf(n));
            sum = sum.add(term);
        }
        for (int i = 0; i < halvings; i++) {
            sum = product(sum, sum);
        }
        return Fraction.binary(sum, -POINT).trimmed();
    }

    /** The natural logarithm of a positive number. */
    static Fraction log(Fraction x) {
        int e = x.exponent();
        return Fraction.of(e).times(LN_2).plus(logOfMantissa(x.scaled(-e))).trimmed();
    }

    /** By {@code 2 atanh((m - 1) / (m + 1))}, for m from 1 to 2. */
    private static Fraction logOfMantissa(Fraction m) {
        var z = m.minus(Fraction.ONE).over(m.plus(Fraction.ONE)).scaled(POINT).floor();
        var square = product(z, z);
        var sum = BigInteger.ZERO;
        for (int n = 1; z.signum() > 0; n += 2) {
            sum = sum.add(z.divide(BigInteger.valueOf(n)));
            z = product(z, square);
        }
        return Fraction.binary(sum, 1 - POINT);
    }

    static Fraction sigmoid(Fraction x) {
        return Fraction.ONE.over(Fraction.ONE.plus(exp(x.negated()))).trimmed();
    }

    static Fraction tanh(Fraction x) {
        var e = exp(x.abs().times(Fraction.of(2)));
        var t = e.minus(Fraction.ONE).over(e.plus(Fraction.ONE)).trimmed();
        return x.signum() < 0 ? t.negated() : t;
    }

    static Fraction softplus(Fraction x) {
        return x.compareTo(Fraction.of(20)) > 0 ? x : log(Fraction.ONE.plus(exp(x)));
    }

    /** {@code 2 / sqrt(pi)} times the sum of {@code (-1)^n x^(2n+1) / (n! (2n+1))}. */
    static Fraction erf(Fraction x) {
        if (x.abs().compareTo(Fraction.of(6)) > 0) {
            return Fraction.of(x.signum());
        }
        var power = x.scaled(POINT).floor();
        var square = product(power, power);
        var sum = BigInteger.ZERO;
        for (int n = 0; power.bitLength() > 1; n++) {
            sum = sum.add(power.divide(BigInteger.valueOf(2L * n + 1)));
            power = product(power, square).negate().divide(BigInteger.valueOf(n + 1L));
        }
        return Fraction.binary(sum, 1 - POINT).over(sqrt(PI)).trimmed();
    }

    /** {@code sqrt(2 / pi)}. */
    static Fraction sqrtOf2OverPi() {
        return sqrt(Fraction.of(2).over(PI));
    }

    static Fraction sqrt(Fraction x) {
        return x.root(200, -1_000_000);
    }

    /** {@code base^exponent} of real numbers in steps of a scale (E7), with what IEEE says of zero and negative bases. */
    static Bounds power(Fraction base, Fraction exponent, Fraction out, Arithmetic arithmetic) {
        if (exponent.signum() == 0) {
            return Scaling.steps(Fraction.ONE, out, arithmetic);
        }
        if (base.signum() == 0) {
            return Bounds.of(exponent.signum() < 0 ? 127 : 0);
        }
        boolean integral = exponent.floor().multiply(exponent.denominator()).equals(exponent.numerator());
        if (base.signum() < 0 && !integral) {
            return Bounds.of(0);
        }
        var magnitude = power(base.abs(), exponent);
        boolean negative = base.signum() < 0 && exponent.floor().testBit(0);
        var real = negative
                ? new Bounds(magnitude.most().negated(), magnitude.least().negated())
                : magnitude;
        return Scaling.steps(real, out, arithmetic);
    }

    /** {@code base^exponent} of a positive base. */
    static Bounds power(Fraction base, Fraction exponent) {
        if (base.compareTo(Fraction.ONE) == 0) {
            return Bounds.of(1);
        }
        if (exponent.compareTo(Fraction.ONE) == 0) {
            return Bounds.of(base.float64());
        }
        var value = exp(exponent.times(log(base)));
        return near(value, value);
    }

    private static BigInteger product(BigInteger a, BigInteger b) {
        return a.multiply(b).shiftRight(POINT);
    }
}
