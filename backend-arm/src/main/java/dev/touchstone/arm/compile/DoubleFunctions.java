package dev.touchstone.arm.compile;

import dev.touchstone.arm.kernel.DoubleFunction;
import dev.touchstone.op.Abs;
import dev.touchstone.op.Ceil;
import dev.touchstone.op.Elu;
import dev.touchstone.op.Exp;
import dev.touchstone.op.Floor;
import dev.touchstone.op.Reciprocal;
import dev.touchstone.op.Round;
import dev.touchstone.op.Rsqrt;
import dev.touchstone.op.Sigmoid;
import dev.touchstone.op.Sqrt;
import dev.touchstone.op.Square;
import dev.touchstone.op.Swish;
import dev.touchstone.op.Tanh;
import dev.touchstone.op.Unary;
import org.jspecify.annotations.Nullable;

/** Which function computed in double an operator on floats is. */
final class DoubleFunctions {
    private DoubleFunctions() {}

    /** Null for those without a kernel. */
    static @Nullable DoubleFunction of(Unary operator) {
        return switch (operator) {
            case Abs() -> new DoubleFunction.Abs();
            case Floor() -> new DoubleFunction.Floor();
            case Ceil() -> new DoubleFunction.Ceil();
            case Round() -> new DoubleFunction.Round();
            case Square() -> new DoubleFunction.Square();
            case Reciprocal() -> new DoubleFunction.Reciprocal();
            case Sqrt() -> new DoubleFunction.Sqrt();
            case Rsqrt() -> new DoubleFunction.Rsqrt();
            case Exp() -> new DoubleFunction.Exp();
            case Sigmoid() -> new DoubleFunction.Sigmoid();
            case Swish(float beta) -> new DoubleFunction.Swish(beta);
            case Tanh() -> new DoubleFunction.Tanh();
            case Elu(float alpha) -> new DoubleFunction.Elu(alpha);
            default -> null;
        };
    }
}
