package dev.touchstone.arm.kernel;

import static dev.touchstone.arm.machine.Machine.DoubleOp.ADD;
import static dev.touchstone.arm.machine.Machine.DoubleOp.DIV;
import static dev.touchstone.arm.machine.Machine.DoubleOp.MAX;
import static dev.touchstone.arm.machine.Machine.DoubleOp.MIN;
import static dev.touchstone.arm.machine.Machine.DoubleOp.MUL;
import static dev.touchstone.arm.machine.Machine.DoubleOp.SUB;

import dev.touchstone.arm.machine.Machine;

/** A function of float32 that is computed in double and rounded once (rule U4). */
public sealed interface DoubleFunction {
    /** {@code |x|}. */
    record Abs() implements DoubleFunction {}

    /** To the nearest integer below. */
    record Floor() implements DoubleFunction {}

    /** To the nearest integer above. */
    record Ceil() implements DoubleFunction {}

    /** To the nearest integer, ties away from zero. */
    record Round() implements DoubleFunction {}

    /** {@code x * x}. */
    record Square() implements DoubleFunction {}

    /** {@code 1 / x}. */
    record Reciprocal() implements DoubleFunction {}

    /** The square root. */
    record Sqrt() implements DoubleFunction {}

    /** {@code 1 / sqrt(x)}. */
    record Rsqrt() implements DoubleFunction {}

    /** {@code e^x}. */
    record Exp() implements DoubleFunction {}

    /** {@code 1 / (1 + e^-x)}. */
    record Sigmoid() implements DoubleFunction {}

    /** {@code x / (1 + e^(-beta * x))}. */
    record Swish(float beta) implements DoubleFunction {}

    /** The hyperbolic tangent. */
    record Tanh() implements DoubleFunction {}

    /** {@code x > 0 ? x : alpha * (e^x - 1)}. */
    record Elu(float alpha) implements DoubleFunction {}

    /** The same by plain Java. */
    default float apply(float x) {
        return (float)
                switch (this) {
                    case Abs() -> Math.abs((double) x);
                    case Floor() -> Math.floor(x);
                    case Ceil() -> Math.ceil(x);
                    case Round() -> Math.copySign(Math.floor(Math.abs((double) x) + 0.5), x);
                    case Square() -> (double) x * x;
                    case Reciprocal() -> 1 / (double) x;
                    case Sqrt() -> Math.sqrt(x);
                    case Rsqrt() -> 1 / Math.sqrt(x);
                    case Exp() -> StrictMath.exp(x);
                    case Sigmoid() -> 1 / (1 + StrictMath.exp(-x));
                    case Swish(float beta) -> x / (1 + StrictMath.exp(-(double) beta * x));
                    case Tanh() -> StrictMath.tanh(x);
                    case Elu(float alpha) -> x > 0 ? x : alpha * StrictMath.expm1(x);
                };
    }

    /** Registers behind the first that are overwritten. */
    int TEMPORARIES = Exponential.TEMPORARIES + 1;

    /** Applies it to register {@code v}; {@link #TEMPORARIES} from {@code t} on are overwritten. */
    default void emit(Machine m, ConstantPool constants, int v, int t) {
        switch (this) {
            case Abs() -> m.and(v, v, constants.longs(Long.MAX_VALUE));
            case Floor() -> m.roundDoubles(v, v, Machine.Direction.DOWN);
            case Ceil() -> m.roundDoubles(v, v, Machine.Direction.UP);
            case Round() -> {
                // exact: twice the spacing of doubles below 2^52 is at most 1
                m.and(t, v, constants.longs(Long.MIN_VALUE));
                m.and(v, v, constants.longs(Long.MAX_VALUE));
                m.doubles(ADD, v, v, constants.doubles(0.5));
                m.roundDoubles(v, v, Machine.Direction.DOWN);
                m.or(v, v, t);
            }
            case Square() -> m.doubles(MUL, v, v, v);
            case Reciprocal() -> inverse(m, constants, v, t);
            case Sqrt() -> m.sqrtDoubles(v, v);
            case Rsqrt() -> {
                m.sqrtDoubles(v, v);
                inverse(m, constants, v, t);
            }
            case Exp() -> new Exponential(m, constants, v, t).exp();
            case Sigmoid() -> {
                m.xor(v, v, constants.longs(Long.MIN_VALUE));
                new Exponential(m, constants, v, t).exp();
                m.doubles(ADD, v, v, constants.doubles(1));
                inverse(m, constants, v, t);
            }
            case Swish(float beta) -> {
                int x = t + Exponential.TEMPORARIES;
                m.move(x, v);
                m.doubles(MUL, v, v, constants.doubles(-(double) beta));
                new Exponential(m, constants, v, t).exp();
                m.doubles(ADD, v, v, constants.doubles(1));
                m.doubles(DIV, v, x, v);
            }
            case Tanh() -> tanh(m, constants, v, t);
            case Elu(float alpha) -> {
                // one of the parts is 0, so their sum is exact
                int x = t + Exponential.TEMPORARIES;
                m.zero(t);
                m.doubles(MAX, x, t, v);
                m.doubles(MIN, v, t, v);
                new Exponential(m, constants, v, t).expMinusOne();
                m.doubles(MUL, v, v, constants.doubles(alpha));
                m.doubles(ADD, v, v, x);
            }
        }
    }

    private static void inverse(Machine m, ConstantPool constants, int v, int t) {
        m.load(t, constants.doubles(1));
        m.doubles(DIV, v, t, v);
    }

    /** {@code -u / (u + 2)} with u = e^(-2|x|) - 1, and the sign of x. */
    private static void tanh(Machine m, ConstantPool constants, int v, int t) {
        int sign = t + Exponential.TEMPORARIES;
        m.and(sign, v, constants.longs(Long.MIN_VALUE));
        m.and(v, v, constants.longs(Long.MAX_VALUE));
        m.doubles(MUL, v, v, constants.doubles(-2));
        new Exponential(m, constants, v, t).expMinusOne();
        m.doubles(ADD, t, v, constants.doubles(2));
        m.zero(t + 1);
        m.doubles(SUB, v, t + 1, v);
        m.doubles(DIV, v, v, t);
        m.or(v, v, sign);
    }
}
