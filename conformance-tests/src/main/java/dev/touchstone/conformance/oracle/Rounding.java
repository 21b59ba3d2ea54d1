package dev.touchstone.conformance.oracle;

import java.math.BigInteger;

/** How steps become an integer. The rules know the first way. */
public enum Rounding {
    /** To the nearest, ties to even. */
    HALF_EVEN,
    /** To the nearest, ties away from zero. */
    HALF_AWAY,
    /** To the nearest, ties towards positive infinity. */
    HALF_UP,
    /** To the nearest, ties towards negative infinity. */
    HALF_DOWN,
    /** Towards zero. */
    TRUNCATE,
    /** Towards negative infinity. */
    FLOOR,
    /** Towards positive infinity. */
    CEILING;

    private static final Fraction HALF = Fraction.ONE.scaled(-1);

    BigInteger integer(Fraction steps) {
        return switch (this) {
            case HALF_EVEN -> steps.nearestEven();
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
