package dev.touchstone.conformance.suite;

import java.util.Map;

/** Rules that no case of their own tests, and why. */
final class Untested {
    static final Map<String, String> REASONS = Map.of(
            "numbers/N2", "says what a type may be; core refuses other scales when a type is made",
            "numbers/N3", "shared; its cases are those of conv2d/C8, fully_connected/F3 and mat_mul/F4",
            "numbers/N6", "is obeyed by a pass before a backend sees the graph",
            "numbers/N7", "shared; its cases are those of conv2d/C8, binary/E3, pool2d/P12 and reduce/R2",
            "numbers/N9", "shared; its cases are those of quantize/N9 and dequantize/N9",
            "numbers/N10", "shared; its cases are those of requantize/N10, unary/U1 and every rule M3",
            "numbers/N11", "every computation runs twice, and other results the second time fail its rule");

    private Untested() {}
}
