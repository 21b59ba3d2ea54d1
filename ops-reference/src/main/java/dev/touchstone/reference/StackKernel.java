package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Stack;

/**
 * The definition of {@link Stack}.
 *
 * <p>M1 Ranks, axes and extents are checked by {@link Stack#infer}.
 * <br>M2 Elements are copied bit for bit, NaN payloads included.
 * <br>M3 Between int8 scales that differ in any bit, every element goes through the table of N10 of its input.
 */
final class StackKernel {
    private StackKernel() {}

    static Kernel prepare(Node node) {
        var output = node.output().type();
        int axis = output.shape().axis(((Stack) node.operator()).axis());
        int outer = output.shape().product(0, axis);
        int run = output.shape().product(axis + 1, output.rank());
        int count = node.inputs().size();
        var rescales = node.inputs().stream()
                .map(v -> Rescale.between(v.type(), output))
                .toArray(Rescale[]::new);
        return (inputs, outputs) -> {
            for (int i = 0; i < count; i++) {
                for (int o = 0; o < outer; o++) {
                    rescales[i].copy(inputs.get(i), o * run, outputs.getFirst(), (o * count + i) * run, run);
                }
            }
        };
    }
}
