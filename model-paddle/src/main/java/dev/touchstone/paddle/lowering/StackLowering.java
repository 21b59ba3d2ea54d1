package dev.touchstone.paddle.lowering;

import dev.touchstone.op.Stack;
import java.util.List;

/** {@code stack}, whose output slot is {@code Y}. */
final class StackLowering {
    private StackLowering() {}

    static Lowering.Step prepare(OpReader op) {
        var inputs = op.inputs("X");
        var out = op.output("Y");
        var stack = new Stack(op.integer("axis", 0));
        return nodes -> nodes.emit(List.of(out), stack, nodes.values(inputs));
    }
}
