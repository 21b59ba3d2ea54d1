package dev.touchstone.conformance.oracle;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * A rational number, exact.
 *
 * @param denominator positive; common factors may remain
 */
public record Fraction(BigInteger numerator, BigInteger denominator) implements Comparable<Fraction> {
    static final Fraction ZERO = new Fraction(BigInteger.ZERO, BigInteger.ONE);
    static final Fraction ONE = new Fraction(BigInteger.ONE, BigInteger.ONE);
    private static final Fraction[] SMALL = new Fraction[512];

    static {
        Arrays.setAll(SMALL, i -> new Fraction(BigInteger.valueOf(i - 256L), BigInteger.ONE));
    }

    static Fraction of(long integer) {
        return integer >= -256 && integer < 256
                ? SMALL[(int) integer + 256]
                : new Fraction(BigInteger.valueOf(integer), BigInteger.ONE);
    }

    /** The number that a finite float32 stands for, from its bits. */
    static Fraction of(float number) {
        int bits = Float.floatToRawIntBits(number);
        int exponent = bits >>> 23 & 0xff;
        long mantissa = bits & 0x7fffff;
        if (exponent == 0xff) {
            throw new IllegalArgumentException(number + " is no number");
        }
        long signed = exponent == 0 ? mantissa : mantissa | 0x800000;
        return binary(BigInteger.valueOf(bits < 0 ? -signed : signed), Math.max(exponent, 1) - 150);
    }

    /** {@code mantissa * 2^exponent}. */
    static Fraction binary(BigInteger mantissa, int exponent) {
        return exponent >= 0
                ? new Fraction(mantissa.shiftLeft(exponent), BigInteger.ONE)
                : new Fraction(mantissa, BigInteger.ONE.shiftLeft(-exponent));
    }

    Fraction plus(Fraction other) {
        if (denominator.equals(other.denominator)) {
            return new Fraction(numerator.add(other.numerator), denominator);
        }
        return new Fraction(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    Fraction minus(Fraction other) {
        return plus(other.negated());
    }

    Fraction times(Fraction other) {
        return new Fraction(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    Fraction over(Fraction other) {
        if (other.signum() == 0) {
            throw new ArithmeticException("division by 0");
        }
        var n = numerator.multiply(other.denominator);
        var d = denominator.multiply(other.numerator);
        return d.signum() < 0 ? new Fraction(n.negate(), d.negate()) : new Fraction(n, d);
    }

    Fraction negated() {
        return new Fraction(numerator.negate(), denominator);
    }

    Fraction abs() {
        return signum() < 0 ? negated() : this;
    }

    Fraction min(Fraction other) {
        return compareTo(other) <= 0 ? this : other;
    }

    Fraction max(Fraction other) {
        return compareTo(other) >= 0 ? this : other;
    }

    int signum() {
        return numerator.signum();
    }

    /** What remains if this is rounded once to a float32. */
    Fraction float32() {
        return rounded(24, -149);
    }

    /** What remains if this is rounded once to a double. */
    Fraction float64() {
        return rounded(53, -1074);
    }

    /** What remains if this is rounded to so many significant bits. */
    Fraction significant(int bits) {
        return rounded(bits, -1_000_000);
    }

    /** Two hundred bits of this, so that series do not grow. */
    Fraction trimmed() {
        return rounded(200, -1_000_000);
    }

    /** To nearest even, with so many bits and no bit below {@code 2^least}; there is no largest number. */
    private Fraction rounded(int bits, int least) {
        if (signum() == 0) {
            return this;
        }
        int unit = Math.max(exponent() - bits + 1, least);
        return binary(scaled(-unit).nearestEven(), unit);
    }

    /** The largest e with {@code 2^e <= |this|}. */
    int exponent() {
        int e = numerator.abs().bitLength() - denominator.bitLength();
        return isBinary() || scaled(-e).abs().compareTo(ONE) >= 0 ? e : e - 1;
    }

    /** {@code this * 2^power}. */
    Fraction scaled(int power) {
        return power >= 0
                ? new Fraction(numerator.shiftLeft(power), denominator)
                : new Fraction(numerator, denominator.shiftLeft(-power));
    }

    /** Whether the denominator is a power of two. */
    private boolean isBinary() {
        return denominator.getLowestSetBit() == denominator.bitLength() - 1;
    }

    /** The nearest integer, ties to even. */
    BigInteger nearestEven() {
        return isBinary() ? nearestEven(denominator.bitLength() - 1) : nearestEvenByDivision();
    }

    /** The same of a number with so many bits behind the point, which most numbers here are: shifted, not divided. */
    private BigInteger nearestEven(int places) {
        if (places == 0) {
            return numerator;
        }
        var below = numerator.shiftRight(places);
        boolean half = numerator.testBit(places - 1);
        boolean more = numerator.getLowestSetBit() < places - 1;
        return half && (more || below.testBit(0)) ? below.add(BigInteger.ONE) : below;
    }

    private BigInteger nearestEvenByDivision() {
        var twice = denominator.shiftLeft(1);
        var parts = numerator.shiftLeft(1).add(denominator).divideAndRemainder(twice);
        var quotient = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
        boolean tie = parts[1].signum() == 0;
        return tie && quotient.testBit(0) ? quotient.subtract(BigInteger.ONE) : quotient;
    }

    /** The largest integer not above this. */
    BigInteger floor() {
        var parts = numerator.divideAndRemainder(denominator);
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    /** The root as a double has it. Not of negative numbers. */
    Fraction sqrt64() {
        return root(53, -1074);
    }

    /** Two hundred bits of the root and one that says whether more follow, rounded as if all were there. */
    Fraction root(int bits, int least) {
        if (signum() == 0) {
            return this;
        }
        int shift = 200 - exponent() / 2;
        var parts = scaled(2 * shift).floor().sqrtAndRemainder();
        boolean exact = parts[1].signum() == 0 && binary(parts[0], -shift).squareIs(this);
        var digits = parts[0].shiftLeft(1);
        return binary(exact ? digits : digits.setBit(0), -shift - 1).rounded(bits, least);
    }

    private boolean squareIs(Fraction other) {
        return times(this).compareTo(other) == 0;
    }

    @Override
    public int compareTo(Fraction other) {
        return denominator.equals(other.denominator)
                ? numerator.compareTo(other.numerator)
                : numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }

    @Override
    public String toString() {
        return denominator.equals(BigInteger.ONE) ? numerator.toString() : numerator + "/" + denominator;
    }
}
