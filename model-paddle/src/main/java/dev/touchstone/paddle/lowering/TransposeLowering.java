package dev.touchstone.paddle.lowering;

import dev.touchstone.op.Transpose;

/** {@code transpose}, {@code transpose2}. */
final class TransposeLowering {
    private TransposeLowering() {}

    static Lowering.Step prepare(OpReader op) {
        // Tells optimised kernels of other layouts what the input is; the permutation says all.
        op.text("data_format", "AnyLayout");
        return ActivationLowering.unary(op, new Transpose(op.integers("axis")));
    }
}
