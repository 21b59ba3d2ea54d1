package dev.touchstone.conformance.teeth;

import java.util.List;
import java.util.stream.Stream;

/** Every faulty backend. */
final class Mutants {
    private Mutants() {}

    static List<Mutant> all() {
        return Stream.of(RoundingMutants.all(), AttributeMutants.all(), DataMutants.all(), ResultMutants.all())
                .flatMap(List::stream)
                .toList();
    }
}
