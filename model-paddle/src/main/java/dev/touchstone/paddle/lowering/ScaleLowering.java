package dev.touchstone.paddle.lowering;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.op.Mul;
import dev.touchstone.op.Scale;

/** {@code scale}. A factor in slot {@code ScaleTensor} wins over the attribute; a computed one becomes a product. */
final class ScaleLowering {
    private ScaleLowering() {}

    static Lowering.Step prepare(OpReader op) {
        var x = op.input("X");
        var out = op.output("Out");
        var factor = op.optionalInput("ScaleTensor");
        float scale = op.real("scale", 1f);
        float bias = op.real("bias", 0f);
        boolean after = op.flag("bias_after_scale", true);
        var activation = op.text("activation_type", "");
        if (!activation.isEmpty()) {
            throw op.refuse("activation_type", "'" + activation + "'", "''");
        }
        var fixed = new Scale(scale, bias, after);
        return nodes -> {
            var input = nodes.value(x);
            if (factor.isEmpty()) {
                nodes.emit(out, fixed, input);
                return;
            }
            var given = nodes.value(factor.get());
            if (given.type().shape().elements() != 1) {
                throw new InvalidGraphException("slot 'ScaleTensor' holds " + given.type() + "; expected 1 element");
            }
            if (given.isConstant()) {
                nodes.emit(out, new Scale(nodes.reals("ScaleTensor", factor.get())[0], bias, after), input);
            } else if (bias == 0) {
                nodes.emit(out, new Mul(-1), input, given);
            } else if (after) {
                nodes.emit(out, new Scale(1, bias, true), nodes.help("scaled", new Mul(-1), input, given));
            } else {
                nodes.emit(out, new Mul(-1), nodes.help("biased", new Scale(1, bias, true), input), given);
            }
        };
    }
}
