package dev.touchstone.paddle.lowering;

import dev.touchstone.op.Transpose;

/** {@code transpose}, {@code transpose2}. */
final class TransposeLowering {
    private TransposeLowering() {}

    static Lowering.Step prepare(OpReader op) {
        return ActivationLowering.unary(op, new Transpose(op.integers("axis")));
    }
}
