package dev.touchstone.paddle.lowering;

import dev.touchstone.paddle.program.Block;
import java.util.HashSet;
import java.util.Set;

/** Which inputs hold sizes and axes. A graph has static shapes, so their contents must be known when it is made. */
public final class SizeInputs {
    private static final Set<String> SLOTS = Set.of(
            "AxisTensor",
            "EndsTensor",
            "OutSize",
            "Paddings",
            "Scale",
            "Shape",
            "ShapeTensor",
            "SizeTensor",
            "StartsTensor");

    /** Operators whose slot Scale is an operand like any other. */
    private static final Set<String> COMPUTED_SCALES =
            Set.of("quantize_linear", "dequantize_linear", "fake_dequantize_max_abs", "batch_norm");

    private SizeInputs() {}

    /** The names of the variables that operators of the block read as sizes or axes. */
    public static Set<String> of(Block block) {
        var names = new HashSet<String>();
        for (var op : block.ops()) {
            op.inputs().forEach((slot, arguments) -> {
                if (SLOTS.contains(slot) && !(slot.equals("Scale") && COMPUTED_SCALES.contains(op.type()))) {
                    names.addAll(arguments);
                }
            });
        }
        return names;
    }
}
