package dev.touchstone.conformance.oracle;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

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

    /** The same elements, each made once. */
    public Elements remembered() {
        var made = new @Nullable Bounds[size];
        return new Elements(size, i -> {
            var known = made[i];
            if (known == null) {
                known = of.apply(i);
                made[i] = known;
            }
            return known;
        });
    }

    /** The element of an index. */
    public Bounds at(int index) {
        return of.apply(index);
    }
}
