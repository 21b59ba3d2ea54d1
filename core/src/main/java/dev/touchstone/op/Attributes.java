package dev.touchstone.op;

import dev.touchstone.InvalidGraphException;

/** Checks of attribute values; every message names the attribute, the value found and the values allowed. */
final class Attributes {
    private Attributes() {}

    static void require(boolean condition, String fault) {
        if (!condition) {
            throw new InvalidGraphException(fault);
        }
    }

    static void positive(String attribute, int value) {
        require(value >= 1, attribute + " is " + value + "; expected 1 or more");
    }

    static void notNegative(String attribute, int value) {
        require(value >= 0, attribute + " is " + value + "; expected 0 or more");
    }

    static void finite(String attribute, float value) {
        require(Float.isFinite(value), attribute + " is " + value + "; expected a finite number");
    }
}
