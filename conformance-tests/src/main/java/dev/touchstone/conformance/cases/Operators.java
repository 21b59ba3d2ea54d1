package dev.touchstone.conformance.cases;

import dev.touchstone.conformance.CaseSource;
import java.util.List;
import java.util.stream.Stream;

/** The sources of all operators: one line for each file of cases. */
public final class Operators {
    /** Changes whenever a drawn case changes, because then every id means something else. */
    public static final int VERSION = Draw.VERSION;

    private Operators() {}

    /** Every operator's source, drawn with this seed; 0 is the published suite. */
    public static List<CaseSource> sources(long seed) {
        return Stream.of(
                        Stream.of(Conv2dCases.source(seed), Pool2dCases.source(seed)),
                        MatrixCases.sources(seed),
                        UnaryCases.sources(seed),
                        BinaryCases.sources(seed),
                        NormalizationCases.sources(seed),
                        DataMovementCases.sources(seed),
                        ReductionCases.sources(seed),
                        ConversionCases.sources(seed),
                        Stream.of(MaxPool2dWithIndexCases.source(seed), ResizeCases.source(seed)))
                .flatMap(s -> s)
                .toList();
    }
}
