package dev.touchstone.paddle.lowering;

import dev.touchstone.op.Softmax;

/** {@code softmax}. */
final class SoftmaxLowering {
    private SoftmaxLowering() {}

    static Lowering.Step prepare(OpReader op) {
        // The layout says nothing that the axis does not.
        op.text("data_format", "AnyLayout");
        return ActivationLowering.unary(op, new Softmax(op.integer("axis", -1)));
    }
}
