package dev.touchstone.report;

/** Numbers in markup: the same on every machine, and no longer than a screen can show. */
final class Decimals {
    private Decimals() {}

    /** At most two digits after the point, without trailing zeros. */
    static String of(double value) {
        double rounded = Math.rint(value * 100) / 100;
        return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e15
                ? Long.toString((long) rounded)
                : Double.toString(rounded);
    }

    /** A part of a whole, cut to 0..1, as a percentage with its sign. */
    static String percent(double fraction) {
        return of(100 * (Double.isNaN(fraction) ? 0 : Math.clamp(fraction, 0, 1))) + "%";
    }
}
