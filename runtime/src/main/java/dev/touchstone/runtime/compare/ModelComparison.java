package dev.touchstone.runtime.compare;

import java.util.List;
import java.util.Optional;

/**
 * What a comparison found.
 *
 * @param first the way that counts as right
 * @param second the way that is judged
 * @param inputs how many inputs were run
 * @param tensors those that both ways compute, in the order of the second way's nodes
 * @param unmatched tensors of the second way that the first does not compute under that name, or in another shape
 * @param topOne share of inputs for which the first output's best class is the same
 * @param topFive share of the first way's best five classes that are among the second's
 * @param firstNanos mean time of one run the first way, in nanoseconds, without observation
 * @param secondNanos the same for the second way
 */
public record ModelComparison(
        Way first,
        Way second,
        int inputs,
        List<TensorComparison> tensors,
        List<String> unmatched,
        double topOne,
        double topFive,
        long firstNanos,
        long secondNanos) {
    public ModelComparison {
        tensors = List.copyOf(tensors);
        unmatched = List.copyOf(unmatched);
    }

    /** The first node whose result differs; empty if none does. */
    public Optional<TensorComparison> firstDifference() {
        return tensors.stream().filter(t -> !t.accumulated().isEqual()).findFirst();
    }

    /** The nodes that, fed with the first way's tensors, still compute something else. */
    public List<TensorComparison> guilty() {
        return tensors.stream().filter(TensorComparison::isGuilty).toList();
    }
}
