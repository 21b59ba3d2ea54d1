package dev.touchstone.reference;

import dev.touchstone.graph.Node;
import dev.touchstone.op.Concat;

/**
 * The definition of {@link Concat}.
 *
 * <p>M1 Ranks, axes and extents are checked by {@link Concat#infer}.
 * <br>M2 Elements are copied bit for bit, NaN payloads included.
 * <br>M3 Between int8 scales that differ in any bit, every element goes through the table of N10 of its input.
 * <br>M5 The inputs may have different scales and the output another: nothing is forced to agree, as Paddle Lite does;
 * where scales agree the result is the same.
 */
final class ConcatKernel {
    private ConcatKernel() {}

    static Kernel prepare(Node node) {
        var output = node.output().type();
        int axis = output.shape().axis(((Concat) node.operator()).axis());
        int outer = output.shape().product(0, axis);
        int row = output.shape().product(axis, output.rank());
        int count = node.inputs().size();
        var rescales = new Rescale[count];
        var runs = new int[count];
        for (int i = 0; i < count; i++) {
            var input = node.input(i).type();
            rescales[i] = Rescale.between(input, output);
            runs[i] = input.shape().product(axis, input.rank());
        }
        return (inputs, outputs) -> {
            int offset = 0;
            for (int i = 0; i < count; i++) {
                for (int o = 0; o < outer; o++) {
                    rescales[i].copy(inputs.get(i), o * runs[i], outputs.getFirst(), o * row + offset, runs[i]);
                }
                offset += runs[i];
            }
        };
    }
}
