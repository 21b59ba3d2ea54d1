package dev.touchstone.conformance.cases;

import dev.touchstone.tensor.Shape;
import java.util.SplittableRandom;

/** Kinds of int8 data, each of which shows mistakes that the others hide. */
enum Pattern {
    /** Any code; hides little, shows little. */
    UNIFORM,
    /** Codes of small magnitude: sums stay inside the range, so that rounding decides and not saturation. */
    SMALL,
    /** Only -127 and 127: sums reach their bounds, results saturate. */
    LIMITS,
    /** All 127: the largest sum there is. */
    HIGHEST,
    /** All -127. */
    LOWEST,
    /** A single one among zeros: the result is the operator's impulse response, every index mistake moves it. */
    ONE_HOT,
    /** Codes that grow along the memory: a mistaken layout shows as a step. */
    RAMP,
    /** Nothing but 0: what is left is bias, padding and the function at 0. */
    ZERO,
    /** The limits with zeros between. */
    SPARSE;

    /** New codes in -127..127. */
    byte[] codes(Shape shape, SplittableRandom random) {
        var codes = new byte[shape.elements()];
        int hot = random.nextInt(codes.length);
        int offset = random.nextInt(255);
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte)
                    switch (this) {
                        case UNIFORM -> random.nextInt(-127, 128);
                        case SMALL -> random.nextInt(-9, 10);
                        case LIMITS -> random.nextBoolean() ? 127 : -127;
                        case HIGHEST -> 127;
                        case LOWEST -> -127;
                        case ONE_HOT -> i == hot ? 127 : 0;
                        case RAMP -> (i + offset) % 255 - 127;
                        case ZERO -> 0;
                        case SPARSE -> random.nextInt(4) == 0 ? (random.nextBoolean() ? 127 : -127) : 0;
                    };
        }
        return codes;
    }
}
