package dev.touchstone.runtime.compare;

import org.jspecify.annotations.Nullable;

/**
 * How far one tensor is from another. Immutable.
 *
 * @param elements how many were compared
 * @param differing how many are not the same number, bit for bit where both are stored in one type
 * @param maxDifference the largest distance of two elements, as real numbers
 * @param meanDifference the mean distance
 * @param step of the tensor that is judged, if it is int8; null otherwise
 * @param signalToNoise in decibels: the power of the first tensor over that of the difference; infinite if they are equal
 * @param cosine of the angle between the tensors as vectors; 1 if both are all zero
 */
public record Metrics(
        long elements,
        long differing,
        double maxDifference,
        double meanDifference,
        @Nullable Float step,
        double signalToNoise,
        double cosine) {
    /** Whether no element differs. */
    public boolean isEqual() {
        return differing == 0;
    }

    /** The largest distance in steps of int8; NaN if the tensor has none. */
    public double maxSteps() {
        return step == null ? Double.NaN : maxDifference / step;
    }

    /** The mean distance in steps of int8; NaN if the tensor has none. */
    public double meanSteps() {
        return step == null ? Double.NaN : meanDifference / step;
    }
}
