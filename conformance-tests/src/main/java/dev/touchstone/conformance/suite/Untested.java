package dev.touchstone.conformance.suite;

import java.util.Map;

/** Rules of kernels that no case can test, and why. */
final class Untested {
    static final Map<String, String> REASONS = Map.ofEntries();

    private Untested() {}
}
