package dev.touchstone.conformance;

import dev.touchstone.tensor.Tensor;
import java.util.List;

/**
 * The tensors of a failed computation.
 *
 * @param computation what was computed: the case's computation, or the part of a larger case that failed
 * @param output which of the graph's outputs differs first
 * @param expected all results of the definition or oracle, in the order of the graph's outputs
 * @param actual all results of the backend
 */
public record Evidence(Computation computation, int output, List<Tensor> expected, List<Tensor> actual) {
    /** Copies the lists, not the tensors. */
    public Evidence {
        expected = List.copyOf(expected);
        actual = List.copyOf(actual);
    }
}
