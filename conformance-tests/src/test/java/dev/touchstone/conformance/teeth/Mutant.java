package dev.touchstone.conformance.teeth;

import dev.touchstone.conformance.BackendUnderTest;
import java.util.List;

/**
 * A backend with one fault.
 *
 * @param name what it does wrong, in words with hyphens
 * @param rules the ids of the rules that the fault breaks; one of them must notice
 * @param fault what it does wrong, in code
 */
record Mutant(String name, List<String> rules, Fault fault) {
    static Mutant of(String name, String rules, Fault fault) {
        return new Mutant(name, List.of(rules.split(" ")), fault);
    }

    BackendUnderTest backend() {
        return BackendUnderTest.of(name, () -> new FaultyBackend(fault));
    }

    @Override
    public String toString() {
        return name;
    }
}
