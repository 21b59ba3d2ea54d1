package dev.touchstone.paddle.lowering;

import dev.touchstone.op.Concat;
import java.util.List;

/** {@code concat}. */
final class ConcatLowering {
    private ConcatLowering() {}

    static Lowering.Step prepare(OpReader op) {
        var inputs = op.inputs("X");
        var out = op.output("Out");
        int axis = op.integer("axis", 0);
        var axisTensor = op.optionalInput("AxisTensor");
        return nodes -> nodes.emit(
                List.of(out),
                new Concat(axisTensor.map(r -> nodes.integer("AxisTensor", r)).orElse(axis)),
                nodes.values(inputs));
    }
}
