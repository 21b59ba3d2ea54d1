package dev.touchstone.conformance.shrink;

import dev.touchstone.conformance.Computation;
import java.util.stream.Stream;

/** One way to make computations smaller. */
@FunctionalInterface
interface Reduction {
    /**
     * Valid computations that are a step smaller or simpler than this one, the boldest step first; made one by one, as
     * they are asked for. No chain of steps is endless.
     */
    Stream<Computation> of(Computation computation);
}
