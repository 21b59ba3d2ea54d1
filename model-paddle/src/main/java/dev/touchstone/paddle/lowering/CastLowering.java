package dev.touchstone.paddle.lowering;

import dev.touchstone.op.Cast;

/** {@code cast}. What the input is, is known; {@code in_dtype} is not looked at, as in Paddle itself. */
final class CastLowering {
    private CastLowering() {}

    static Lowering.Step prepare(OpReader op) {
        op.integer("in_dtype", -1);
        int code = op.integer("out_dtype");
        var type = ElementTypes.of(code)
                .orElseThrow(() -> op.refuse("out_dtype", ElementTypes.describe(code), ElementTypes.SUPPORTED));
        return ActivationLowering.unary(op, new Cast(type));
    }
}
