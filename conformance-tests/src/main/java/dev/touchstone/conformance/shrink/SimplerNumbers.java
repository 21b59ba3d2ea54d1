package dev.touchstone.conformance.shrink;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Numbers that are nearer to 0 or shorter to write. */
final class SimplerNumbers {
    private SimplerNumbers() {}

    /** Numbers of smaller magnitude; the positive one before the negative one. */
    static Stream<Integer> of(int number) {
        var candidates = IntStream.of(0, 1, -1, number / 2, number - Integer.signum(number), Math.abs(number));
        return candidates.filter(c -> weight(c) < weight(number)).distinct().boxed();
    }

    private static long weight(int number) {
        return 2 * Math.abs((long) number) + (number < 0 ? 1 : 0);
    }

    /** Numbers that take fewer digits; 0 and 1 take the fewest. */
    static Stream<Float> of(float number) {
        var rounded = Float.isFinite(number) ? rounded(number) : Stream.of(Float.MAX_VALUE);
        return Stream.concat(Stream.of(0f, 1f, Math.abs(number)), rounded)
                .filter(c -> weight(c) < weight(number))
                .distinct();
    }

    private static Stream<Float> rounded(float number) {
        var exact = new BigDecimal(number);
        float power = number == 0 ? 0 : Math.copySign(Math.scalb(1f, Math.getExponent(number)), number);
        return Stream.of(
                power,
                (float) Math.rint(number),
                exact.round(new MathContext(1, RoundingMode.HALF_EVEN)).floatValue(),
                exact.round(new MathContext(3, RoundingMode.HALF_EVEN)).floatValue());
    }

    /** How hard a number is to read; -0 is harder than 0, and NaN and infinities are harder than any number. */
    static int weight(float number) {
        if (Float.floatToRawIntBits(number) == 0) {
            return 0;
        }
        if (number == 1) {
            return 1;
        }
        if (!Float.isFinite(number)) {
            return 100;
        }
        return Float.toString(number).replace(".0", "").length() + 1;
    }
}
