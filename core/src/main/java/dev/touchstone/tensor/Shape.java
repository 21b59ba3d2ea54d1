package dev.touchstone.tensor;

import dev.touchstone.InvalidGraphException;
import java.util.Arrays;
import java.util.List;

/**
 * The extents of a tensor, outermost first, row-major and dense. Rank 0 is a scalar. Extents are positive and their
 * product fits a Java array: a shape that does not is never made. Immutable.
 */
public final class Shape {
    /** The largest number of elements of a tensor: what a Java array can hold. */
    public static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

    private final int[] extents;
    private final int elements;

    private Shape(int[] extents) {
        this.extents = extents;
        long product = 1;
        for (int extent : extents) {
            if (extent <= 0) {
                throw new InvalidGraphException(
                        "shape " + Arrays.toString(extents) + ": extent " + extent + " is not positive");
            }
            product *= extent;
            if (product > MAX_ELEMENTS) {
                throw new InvalidGraphException("shape " + Arrays.toString(extents) + ": more than " + MAX_ELEMENTS
                        + " elements, the most that one tensor can hold");
            }
        }
        this.elements = (int) product;
    }

    /**
     * A new shape.
     *
     * @throws InvalidGraphException if an extent is not positive or the product exceeds {@link #MAX_ELEMENTS}
     */
    public static Shape of(int... extents) {
        return new Shape(extents.clone());
    }

    /** As {@link #of(int...)}, from extents computed in 64 bits. */
    public static Shape of(long[] extents) {
        var narrow = new int[extents.length];
        for (int i = 0; i < extents.length; i++) {
            if (extents[i] <= 0 || extents[i] > Integer.MAX_VALUE) {
                throw new InvalidGraphException("shape " + Arrays.toString(extents) + ": extent " + extents[i]
                        + " is not in 1.." + Integer.MAX_VALUE);
            }
            narrow[i] = (int) extents[i];
        }
        return new Shape(narrow);
    }

    /** As {@link #of(int...)}. */
    public static Shape of(List<Integer> extents) {
        return new Shape(extents.stream().mapToInt(Integer::intValue).toArray());
    }

    /** The number of axes; 0 for a scalar. */
    public int rank() {
        return extents.length;
    }

    /** The extent of an axis in {@code 0..rank-1}. */
    public int extent(int axis) {
        return extents[axis];
    }

    /** The number of elements; 1 for a scalar. */
    public int elements() {
        return elements;
    }

    /** The product of the extents of the axes {@code from} (inclusive) to {@code to} (exclusive). */
    public int product(int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product *= extents[i];
        }
        return product;
    }

    /** A copy of the extents. */
    public int[] toArray() {
        return extents.clone();
    }

    /** The same shape with one extent replaced. */
    public Shape with(int axis, int extent) {
        var copy = extents.clone();
        copy[axis] = extent;
        return new Shape(copy);
    }

    /**
     * Resolves an axis that may count from the end.
     *
     * @throws InvalidGraphException unless {@code -rank <= axis < rank}
     */
    public int axis(int axis) {
        if (rank() == 0) {
            throw new InvalidGraphException("axis " + axis + " is given for a scalar, which has none");
        }
        if (axis < -rank() || axis >= rank()) {
            throw new InvalidGraphException(
                    "axis " + axis + " is outside " + -rank() + ".." + (rank() - 1) + ", the axes of shape " + this);
        }
        return axis < 0 ? axis + rank() : axis;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape s && Arrays.equals(extents, s.extents);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(extents);
    }

    /** {@code [1, 3, 224, 224]}. */
    @Override
    public String toString() {
        return Arrays.toString(extents);
    }
}
