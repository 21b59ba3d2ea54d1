package dev.touchstone.conformance.profile;

import java.util.Locale;

/**
 * How results depart, as a whole, from the rounding that explains most of them.
 *
 * @param rounding that explains most
 * @param count of the results
 * @param high how many lie above what that rounding admits
 * @param low how many lie below
 * @param mean of the results minus the middle of what is admitted, in steps
 * @param least mean that is admitted
 * @param most mean that is admitted
 */
public record Drift(String rounding, int count, int high, int low, double mean, double least, double most) {
    /** {@code ... 64 of 640 results are too high and 0 too low for HALF_EVEN; mean +0.1000, admitted -0.0010 to +0.0010}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s explains most, but %d of %d results are too high for it and %d too low: they drift by %+.4f steps"
                        + " in the mean, admitted %+.4f to %+.4f",
                rounding,
                high,
                count,
                low,
                mean,
                least,
                most);
    }
}
