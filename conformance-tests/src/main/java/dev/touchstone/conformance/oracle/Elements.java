package dev.touchstone.conformance.oracle;

import java.util.function.IntFunction;

/**
 * The elements of one output, row-major, each made when it is asked for.
 *
 * @param size how many there are
 * @param of makes the element of an index; equal each time
 */
public record Elements(int size, IntFunction<Bounds> of) {
    static Elements of(Bounds[] made) {
        return new Elements(made.length, i -> made[i]);
    }

    /** The element of an index. */
    public Bounds at(int index) {
        return of.apply(index);
    }
}
