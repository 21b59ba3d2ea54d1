package dev.touchstone.cli.text;

import java.util.Optional;

/**
 * A number of ordinary size, rounded from the exact binary value to some decimals, ties to even. {@code BigDecimal} does
 * the same for every number, but takes 10 ms of computing powers of ten before its first.
 *
 * @param units the number in units of its last decimal
 * @param decimals how many there are
 */
record RoundedDecimal(long units, int decimals) {
    private static final int MOST_DECIMALS = 18;
    private static final int FRACTION_BITS = 52;
    private static final int EXPONENT_BIAS = 1075;

    /** Twice as much would still fit a long. */
    private static final double TOO_LARGE = 0x1p62;

    /** Rounds a number that is not negative; empty if it or its decimals are too many for here. */
    static Optional<RoundedDecimal> of(double value, int decimals) {
        if (decimals > MOST_DECIMALS || !(value * power(decimals) < TOO_LARGE)) {
            return Optional.empty();
        }
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >> FRACTION_BITS);
        long fraction = bits & ((1L << FRACTION_BITS) - 1);
        // value = significand * 2^-shift
        long significand = exponent == 0 ? fraction : fraction | 1L << FRACTION_BITS;
        int shift = EXPONENT_BIAS - Math.max(exponent, 1);
        if (shift < 0) {
            return Optional.of(new RoundedDecimal((significand << -shift) * power(decimals), decimals));
        }
        return Optional.of(new RoundedDecimal(shifted(significand, power(decimals), shift), decimals));
    }

    /** The product of two numbers of 63 bits, divided by a power of two. */
    private static long shifted(long a, long b, int shift) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        if (shift == 0) {
            return low;
        }
        if (shift < Long.SIZE) {
            return rounded(high << (Long.SIZE - shift) | low >>> shift, low << (Long.SIZE - shift), false);
        }
        if (shift == Long.SIZE) {
            return rounded(high, low, false);
        }
        int rest = shift - Long.SIZE;
        if (rest >= Long.SIZE) {
            return 0;
        }
        return rounded(high >>> rest, high << (Long.SIZE - rest) | low >>> rest, low << (Long.SIZE - rest) != 0);
    }

    /** Rounds by the 64 bits behind the point, and whether anything is behind these. */
    private static long rounded(long whole, long behind, boolean more) {
        boolean half = behind == Long.MIN_VALUE && !more;
        boolean up = half ? (whole & 1) == 1 : behind < 0;
        return up ? whole + 1 : whole;
    }

    private static long power(int decimals) {
        long power = 1;
        for (int i = 0; i < decimals; i++) {
            power *= 10;
        }
        return power;
    }

    @Override
    public String toString() {
        if (decimals == 0) {
            return Long.toString(units);
        }
        long power = power(decimals);
        var behind = Long.toString(units % power);
        return units / power + "." + "0".repeat(decimals - behind.length()) + behind;
    }
}
