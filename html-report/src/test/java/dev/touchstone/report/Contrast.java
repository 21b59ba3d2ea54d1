package dev.touchstone.report;

import java.util.regex.Pattern;

/** Contrast ratio of two colours, as the Web Content Accessibility Guidelines define it. */
final class Contrast {
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private Contrast() {}

    /** From 1 (the same) to 21; colours as browsers give them, {@code rgb(20, 23, 27)}. */
    static double of(String first, String second) {
        double a = luminance(first);
        double b = luminance(second);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(String color) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        var parts = NUMBER.matcher(color)
                .results()
                .limit(3)
                .mapToDouble(m -> Integer.parseInt(m.group()) / 255.0)
                .map(v -> v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4))
                .toArray();
        return weights[0] * parts[0] + weights[1] * parts[1] + weights[2] * parts[2];
    }
}
