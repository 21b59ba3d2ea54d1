package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Split;

/**
 * The definition of {@link Split}.
 *
 * <p>M1 Ranks, axes and extents are checked by {@link Split#infer}.
 * <br>M2 Elements are copied bit for bit, NaN payloads included.
 * <br>M3 Between int8 scales that differ in any bit, every element goes through the table of N10 of its output.
 */
final class SplitKernel {
    private SplitKernel() {}

    static Kernel prepare(Node node) {
        var input = node.input(0).type();
        int axis = input.shape().axis(((Split) node.operator()).axis());
        int outer = input.shape().product(0, axis);
        int row = input.shape().product(axis, input.rank());
        int count = node.outputs().size();
        var rescales = new Rescale[count];
        var runs = new int[count];
        for (int i = 0; i < count; i++) {
            var output = node.outputs().get(i).type();
            rescales[i] = Rescale.between(input, output);
            runs[i] = output.shape().product(axis, output.rank());
        }
        return (inputs, outputs) -> {
            int offset = 0;
            for (int i = 0; i < count; i++) {
                for (int o = 0; o < outer; o++) {
                    rescales[i].copy(inputs.getFirst(), o * row + offset, outputs.get(i), o * runs[i], runs[i]);
                }
                offset += runs[i];
            }
        };
    }
}
