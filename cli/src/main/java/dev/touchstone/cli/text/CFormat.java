package dev.touchstone.cli.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as C prints them, for output that programs compare with that of a C program. */
public final class CFormat {
    private CFormat() {}

    /** Loads what the first number of the form {@link #f} would wait for. */
    public static void prepareFixed() {
        fixed(0.5, 6);
    }

    /** Loads what the first number of the form {@link #general} would wait for. */
    public static void prepareGeneral() {
        general(0.5, 7);
    }

    /** {@code %f}: six decimals of the exact binary value, ties to even, no locale. */
    public static String f(double value) {
        return fixed(value, 6);
    }

    /** {@code %.Nf}. */
    public static String fixed(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }
        var magnitude = Math.abs(value);
        var text = RoundedDecimal.of(magnitude, decimals)
                .map(RoundedDecimal::toString)
                .orElseGet(() -> new BigDecimal(magnitude)
                        .setScale(decimals, RoundingMode.HALF_EVEN)
                        .toPlainString());
        return value < 0 || 1 / value < 0 ? "-" + text : text;
    }

    /** {@code %.Ng} in the form that fits a column: at most {@code digits} significant digits. */
    public static String general(double value, int digits) {
        if (!Double.isFinite(value)) {
            return fixed(value, 0);
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return Long.toString((long) value);
        }
        var magnitude = Math.abs(value);
        int decimals = digits;
        for (double power = 1; power <= magnitude; power *= 10) {
            decimals--;
        }
        for (double power = 10; magnitude * power < 1 && decimals <= digits + 3; power *= 10) {
            decimals++;
        }
        if (decimals > 0 && magnitude >= 1e-4) {
            // Where rounding gives one digit more before the point, those behind it are zeros.
            return withoutZeros(fixed(value, decimals));
        }
        var rounded = String.format(Locale.ROOT, "%." + digits + "g", value);
        return rounded.contains("e") || !rounded.contains(".") ? rounded : withoutZeros(rounded);
    }

    /** Of a text with a point. */
    private static String withoutZeros(String text) {
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }
}
