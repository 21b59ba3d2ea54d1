package dev.touchstone.conformance.oracle;

import java.math.BigInteger;

/** What becomes of an integer that int8 does not hold. The rules know the first way. */
public enum Limits {
    /** Limited to -127..127. */
    SYMMETRIC,
    /** Limited to -128..127. */
    FULL,
    /** The low eight bits stay. */
    WRAP;

    int code(BigInteger integer) {
        return switch (this) {
            case SYMMETRIC -> limited(integer, -127);
            case FULL -> limited(integer, -128);
            case WRAP -> integer.byteValue();
        };
    }

    private static int limited(BigInteger integer, int least) {
        return integer.max(BigInteger.valueOf(least))
                .min(BigInteger.valueOf(127))
                .intValueExact();
    }
}
