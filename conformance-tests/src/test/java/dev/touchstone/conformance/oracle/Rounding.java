package dev.touchstone.conformance.oracle;

import java.math.BigInteger;

/** How steps become a code. The rules know one way; the others are what faulty backends do. */
public enum Rounding {
    /** The end of every int8 rule: limited to -127..127, to the nearest integer, ties to even. */
    RULE,
    HALF_AWAY,
    HALF_UP,
    HALF_DOWN,
    TRUNCATE,
    FLOOR,
    CEILING,
    /** As the rule, but to -128. */
    FULL_RANGE;

    private static final Fraction HALF = Fraction.ONE.scaled(-1);
    private static final BigInteger FAR = BigInteger.valueOf(1000);

    int code(Fraction steps) {
        int least = this == FULL_RANGE ? -128 : -127;
        return Math.clamp(integer(steps).max(FAR.negate()).min(FAR).longValueExact(), least, 127);
    }

    private BigInteger integer(Fraction steps) {
        return switch (this) {
            case RULE, FULL_RANGE -> steps.nearestEven();
            case HALF_AWAY ->
                steps.signum() < 0
                        ? ceiling(steps.minus(HALF))
                        : steps.plus(HALF).floor();
            case HALF_UP -> steps.plus(HALF).floor();
            case HALF_DOWN -> ceiling(steps.minus(HALF));
            case TRUNCATE -> steps.signum() < 0 ? ceiling(steps) : steps.floor();
            case FLOOR -> steps.floor();
            case CEILING -> ceiling(steps);
        };
    }

    private static BigInteger ceiling(Fraction x) {
        return x.negated().floor().negate();
    }
}
