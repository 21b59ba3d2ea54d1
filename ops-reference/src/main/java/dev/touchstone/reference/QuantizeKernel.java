package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Quantize;

/**
 * The definition of {@link Quantize}.
 *
 * <p>N9 Each element is multiplied in float32 by the float32 nearest to the reciprocal of the scale, limited to -127..127
 * and rounded to the nearest integer, ties to even; NaN gives 0.
 */
final class QuantizeKernel {
    private QuantizeKernel() {}

    static Kernel prepare(Node node) {
        float inverse = Requantization.inverse(node.output().type().scale());
        return (inputs, outputs) -> Requantization.quantize(
                inputs.getFirst().floats(), outputs.getFirst().bytes(), inverse);
    }
}
