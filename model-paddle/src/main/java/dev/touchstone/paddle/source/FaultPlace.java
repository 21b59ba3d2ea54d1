package dev.touchstone.paddle.source;

import dev.touchstone.ModelFormatException;

/** Where a reader is, for messages. */
@FunctionalInterface
public interface FaultPlace {
    /**
     * An error at this place.
     *
     * @param what what was found, what is allowed, and the remedy
     */
    ModelFormatException fault(String what);
}
