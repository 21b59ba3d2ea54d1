package dev.touchstone.conformance;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** All operators that the suite covers, and where its random numbers come from. */
final class Suite {
    /** Changes whenever a drawn case changes, because then every id means something else. */
    static final int VERSION = 1;

    /** One line for each operator. */
    static final List<OperatorCases> OPERATORS = List.of(new Conv2dCases());

    private Suite() {}

    /** The numbers that decide a case: from suite version, operator and index, and from nothing else. */
    static SplittableRandom random(String operator, int index) {
        long hash = 0xcbf29ce484222325L; // FNV-1a, 64 bits
        for (byte b : (VERSION + "/" + operator + "/" + index).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b) * 0x100000001b3L;
        }
        return new SplittableRandom(hash);
    }
}
