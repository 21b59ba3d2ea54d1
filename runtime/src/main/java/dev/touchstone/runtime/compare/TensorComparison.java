package dev.touchstone.runtime.compare;

import java.util.List;
import java.util.Optional;

/**
 * One tensor, the two ways.
 *
 * @param tensor its name
 * @param node the node of the second way that computes it
 * @param operator that node's operator
 * @param inputs the computed tensors that the node reads
 * @param backend who ran the node the second way
 * @param accumulated the difference with all that went wrong before
 * @param forced the difference if the node is fed with the first way's tensors: what the node itself does differently;
 *     empty if the first way does not have them all
 * @param differences of the elements in steps, or relative to the largest magnitude, for a histogram: how many are 0,
 *     then how many are up to each bound of {@link #BOUNDS}, then how many are above
 */
public record TensorComparison(
        String tensor,
        String node,
        String operator,
        List<String> inputs,
        String backend,
        Metrics accumulated,
        Optional<Metrics> forced,
        List<Long> differences) {
    /** Upper bounds of the histogram, relative to the largest magnitude of the first way's tensor. */
    public static final List<Double> BOUNDS = List.of(1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1);

    public TensorComparison {
        inputs = List.copyOf(inputs);
        differences = List.copyOf(differences);
    }

    /** Whether the node itself computes something else, whatever it is fed with. */
    public boolean isGuilty() {
        return forced.map(f -> !f.isEqual()).orElse(false);
    }
}
