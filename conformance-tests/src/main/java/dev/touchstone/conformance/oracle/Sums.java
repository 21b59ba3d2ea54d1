package dev.touchstone.conformance.oracle;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntToLongFunction;

/** Sums of products by the index of their result: added up once, however many arithmetics make something of them. */
final class Sums {
    private final Map<Integer, Long> known = new HashMap<>();

    long of(int index, IntToLongFunction sum) {
        return known.computeIfAbsent(index, sum::applyAsLong);
    }
}
