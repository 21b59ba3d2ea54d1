package dev.touchstone.paddle.lowering;

import dev.touchstone.op.Abs;
import dev.touchstone.op.Ceil;
import dev.touchstone.op.Elu;
import dev.touchstone.op.Exp;
import dev.touchstone.op.Floor;
import dev.touchstone.op.Gelu;
import dev.touchstone.op.HardSigmoid;
import dev.touchstone.op.HardSwish;
import dev.touchstone.op.Identity;
import dev.touchstone.op.LeakyRelu;
import dev.touchstone.op.Log;
import dev.touchstone.op.Mish;
import dev.touchstone.op.Operator;
import dev.touchstone.op.Reciprocal;
import dev.touchstone.op.Relu;
import dev.touchstone.op.Relu6;
import dev.touchstone.op.Round;
import dev.touchstone.op.Rsqrt;
import dev.touchstone.op.Sigmoid;
import dev.touchstone.op.Softplus;
import dev.touchstone.op.Sqrt;
import dev.touchstone.op.Square;
import dev.touchstone.op.Swish;
import dev.touchstone.op.Tanh;

/** Operators from {@code X} to {@code Out} whose lowering is their attributes. */
final class ActivationLowering {
    private ActivationLowering() {}

    static Lowering.Step abs(OpReader op) {
        return unary(op, new Abs());
    }

    static Lowering.Step ceil(OpReader op) {
        return unary(op, new Ceil());
    }

    static Lowering.Step elu(OpReader op) {
        return unary(op, new Elu(op.real("alpha", 1f)));
    }

    static Lowering.Step exp(OpReader op) {
        return unary(op, new Exp());
    }

    static Lowering.Step floor(OpReader op) {
        return unary(op, new Floor());
    }

    static Lowering.Step gelu(OpReader op) {
        return unary(op, new Gelu(op.flag("approximate", false)));
    }

    static Lowering.Step hardSigmoid(OpReader op) {
        return unary(op, new HardSigmoid(op.real("slope", 0.2f), op.real("offset", 0.5f)));
    }

    static Lowering.Step hardSwish(OpReader op) {
        return unary(op, new HardSwish(op.real("threshold", 6f), op.real("scale", 6f), op.real("offset", 3f)));
    }

    static Lowering.Step identity(OpReader op) {
        return unary(op, new Identity());
    }

    /** The default is that of the operator, not the 0.01 of Paddle's Python interface, which writes it out. */
    static Lowering.Step leakyRelu(OpReader op) {
        return unary(op, new LeakyRelu(op.real("alpha", 0.02f)));
    }

    static Lowering.Step log(OpReader op) {
        return unary(op, new Log());
    }

    static Lowering.Step mish(OpReader op) {
        requireDefault(op, "threshold", 20);
        return unary(op, new Mish());
    }

    static Lowering.Step reciprocal(OpReader op) {
        return unary(op, new Reciprocal());
    }

    static Lowering.Step relu(OpReader op) {
        return unary(op, new Relu());
    }

    static Lowering.Step relu6(OpReader op) {
        return unary(op, new Relu6(op.real("threshold", 6f)));
    }

    static Lowering.Step round(OpReader op) {
        return unary(op, new Round());
    }

    static Lowering.Step rsqrt(OpReader op) {
        return unary(op, new Rsqrt());
    }

    static Lowering.Step sigmoid(OpReader op) {
        return unary(op, new Sigmoid());
    }

    static Lowering.Step silu(OpReader op) {
        return unary(op, new Swish(1));
    }

    static Lowering.Step softplus(OpReader op) {
        requireDefault(op, "beta", 1);
        requireDefault(op, "threshold", 20);
        return unary(op, new Softplus());
    }

    static Lowering.Step sqrt(OpReader op) {
        return unary(op, new Sqrt());
    }

    static Lowering.Step square(OpReader op) {
        return unary(op, new Square());
    }

    static Lowering.Step swish(OpReader op) {
        return unary(op, new Swish(op.real("beta", 1f)));
    }

    static Lowering.Step tanh(OpReader op) {
        return unary(op, new Tanh());
    }

    static Lowering.Step unary(OpReader op, Operator operator) {
        var x = op.input("X");
        var out = op.output("Out");
        return nodes -> nodes.emit(out, operator, nodes.value(x));
    }

    private static void requireDefault(OpReader op, String attribute, float expected) {
        if (op.real(attribute, expected) != expected) {
            throw op.refuse(attribute, op.real(attribute, expected), String.valueOf(expected));
        }
    }
}
