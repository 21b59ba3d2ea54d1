package dev.touchstone.arm.compile;

/**
 * The error function, {@code 2 / sqrt(pi)} times the integral of {@code e^(-t^2)} from 0 to x, with an error below
 * 1e-14. Small arguments by the series with positive terms, large ones by the continued fraction of the complement
 * (Abramowitz and Stegun, 7.1.6 and 7.1.14), as the reference does it.
 */
final class ErrorFunction {
    private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;
    private static final double SQRT_PI = 1.772453850905516;

    private ErrorFunction() {}

    static double erf(double x) {
        double z = Math.abs(x);
        if (!(z > 2.5)) {
            return series(x);
        }
        return Math.copySign(z > 6 ? 1 : 1 - complement(z), x);
    }

    /** {@code 2 / sqrt(pi) * e^(-x^2) * sum of 2^n x^(2n+1) / (1 * 3 * ... * (2n+1))}. */
    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; n < 100 && Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return TWO_OVER_SQRT_PI * StrictMath.exp(-x * x) * sum;
    }

    /** {@code e^(-z^2) / sqrt(pi) / (z + (1/2) / (z + 1 / (z + (3/2) / (z + ...))))}, evaluated from the inside. */
    private static double complement(double z) {
        double tail = z;
        for (int n = 60; n >= 1; n--) {
            tail = z + n / 2.0 / tail;
        }
        return StrictMath.exp(-z * z) / SQRT_PI / tail;
    }
}
