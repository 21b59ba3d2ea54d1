package dev.touchstone.rknpu.doctor;

import java.util.regex.Pattern;

/** The order of versions in packages of RPM, for digits, letters and separators. */
final class RpmVersions {
    private static final Pattern PART = Pattern.compile("\\d+|[a-zA-Z]+");

    private RpmVersions() {}

    /**
     * Compares part by part: numbers as numbers, letters by the alphabet, a number before letters; what has more parts is
     * newer.
     */
    static int compare(String one, String other) {
        var a = PART.matcher(one);
        var b = PART.matcher(other);
        while (true) {
            boolean moreA = a.find();
            boolean moreB = b.find();
            if (!moreA || !moreB) {
                return Boolean.compare(moreA, moreB);
            }
            int order = parts(a.group(), b.group());
            if (order != 0) {
                return order;
            }
        }
    }

    private static int parts(String a, String b) {
        boolean numberA = Character.isDigit(a.charAt(0));
        boolean numberB = Character.isDigit(b.charAt(0));
        if (numberA != numberB) {
            return numberA ? 1 : -1;
        }
        if (!numberA) {
            return a.compareTo(b);
        }
        var x = a.replaceFirst("^0+(?=\\d)", "");
        var y = b.replaceFirst("^0+(?=\\d)", "");
        return x.length() != y.length() ? Integer.compare(x.length(), y.length()) : x.compareTo(y);
    }
}
